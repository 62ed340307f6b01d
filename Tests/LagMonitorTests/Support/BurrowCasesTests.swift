// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

/// The file of rows itself: without this, an unreadable file would look like one whose rows all pass.
struct BurrowRulesFileTests {
    @Test(.enabled(if: BurrowCases.isThere, BurrowCases.absent))
    func hasRowsWithNamesOfKnownKinds() throws {
        let rows = try #require(BurrowCases.all, "\(BurrowCases.path) is missing, or no JSON of this format")
        #expect(!rows.isEmpty)
        for row in rows {
            #expect(row.row["name"]?.string != nil)
            #expect(["evaluate", "sequence", "group", "decode"].contains(row.kind), "\(row.name): \(row.kind)")
            #expect(row.expected.object != nil, "\(row.name)")
        }
    }
}

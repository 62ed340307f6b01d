// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Terminal

struct NearNamesTests {
    @Test(arguments: [
        ("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("ab", "ba", 1), ("Run", "run", 0), ("ca", "abc", 3),
    ])
    func distanceCountsEdits(_ first: String, _ second: String, _ expected: Int) {
        #expect(NearNames.distance(from: first, to: second) == expected)
        #expect(NearNames.distance(from: second, to: first) == expected)
    }

    @Test func farNamesAreNotOffered() {
        #expect(NearNames.nearest(to: "xyz", in: ["run", "audit"]) == nil)
        #expect(NearNames.nearest(to: "a", in: ["b"]) == "b")
        #expect(NearNames.nearest(to: "adit", in: ["run", "audit"]) == "audit")
        #expect(NearNames.nearest(to: "", in: ["run"]) == nil)
    }
}

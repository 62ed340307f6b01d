// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What became of the records of an epoch. Each record is counted once, in the first of these that fits.
package struct Dispositions: Hashable, Sendable, Codable {
    /// Records that reached at least one output other than the dead letters.
    package var archived: Int64 = 0
    /// Rows per output, dead letters included; a record routed to two outputs is a row in both.
    package var rows: [String: Int64] = [:]
    /// Records dropped by a filter, per rule.
    package var filtered: [String: Int64] = [:]
    package var sampled: Int64 = 0
    package var deduplicated: Int64 = 0
    /// Records that went to the dead letters and nowhere else.
    package var deadLettered: Int64 = 0

    package init() {}

    enum CodingKeys: String, CodingKey {
        case archived, rows, filtered, sampled, deduplicated
        case deadLettered = "dead_lettered"
    }

    /// All records; nil where the counts overflow or one is negative, as only a forged manifest's do.
    package var total: Int64? {
        var sum: Int64 = 0
        for count in [archived, sampled, deduplicated, deadLettered] + filtered.values {
            let (next, over) = sum.addingReportingOverflow(count)
            if over || count < 0 { return nil }
            sum = next
        }
        return sum
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

/// Every row of kind "group" of the file of rows: what partitions make of their group.
struct BurrowRulesGroupTests {
    @Test(.enabled(if: BurrowCases.isThere, BurrowCases.absent), arguments: BurrowCases.rows("group"))
    func groupIsThatOfBurrow(_ row: BurrowCase) throws {
        let partitions = try (row.row["partitions"]?.array ?? []).enumerated().map { index, partition in
            let name = try #require(partition["status"]?.string)
            let status = try #require(LagStatus.allCases.first { $0.name == name }, "\(name)")
            let lag = partition["current_lag"]?.integer ?? 0
            return PartitionReport(
                window: PartitionWindow(
                    topic: "t", partition: Int32(index), slots: [], brokerOffsets: [], currentLag: lag),
                status: status, complete: Float(partition["complete"]?.number ?? 0), currentLag: lag,
                trace: RuleTrace())
        }
        let all = GroupRollUp(partitions)
        let expected = row.expected
        #expect(all.status.name == expected["status"]?.string)
        if let complete = expected["complete"]?.number { #expect(BurrowCases.agree(all.complete, complete)) }
        if let total = expected["totallag"]?.integer { #expect(all.totalLag == total) }
        if let worst = expected["maxlag"] { #expect(all.worst.map { partitions[$0].currentLag } == worst.integer) }
        if let count = expected["partition_count"]?.integer { #expect(partitions.count == count) }
        let report = GroupReport(
            cluster: "c", group: "g", rules: .burrow, status: all.status, complete: all.complete,
            partitions: partitions, worst: all.worst, totalLag: all.totalLag, evaluatedAtMs: 0)
        if let listed = expected["listed_when_not_showall"]?.integer { #expect(report.problems.count == listed) }
    }
}

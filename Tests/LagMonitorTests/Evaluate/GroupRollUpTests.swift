// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

struct GroupRollUpTests {
    private static func report(_ status: LagStatus, lag: Int64 = 0) -> PartitionReport {
        PartitionReport(
            window: PartitionWindow(topic: "t", partition: 0, slots: [], brokerOffsets: [], currentLag: lag),
            status: status, complete: 1, currentLag: lag, trace: RuleTrace())
    }

    @Test(
        arguments: [
            ([.ok, .unknown], .unknown), ([.unknown, .warn], .warn), ([.rewind, .unknown], .error),
            ([.stop, .catchingUp, .unknown], .catchingUp), ([.ok, .ok], .ok), ([.notFound], .ok), ([.error], .error),
        ] as [([LagStatus], LagStatus)])
    func unknownYieldsToTroubleAndHidesOK(_ partitions: [LagStatus], _ group: LagStatus) {
        #expect(GroupRollUp(partitions.map { Self.report($0) }).status == group)
    }

    @Test func theFirstOfTheHighestIsTheWorstAndSumsSaturate() {
        let all = GroupRollUp([
            Self.report(.ok, lag: 3), Self.report(.ok, lag: .max), Self.report(.ok, lag: .max), Self.report(.stop),
        ])
        #expect(all.worst == 1)
        #expect(all.totalLag == .max)
    }

    @Test(
        arguments: [
            (.ready, .ok), (.blind("why"), .unknown), (.connecting, .unknown), (.waitingForOffsetsTopic, .catchingUp),
            (.catchingUp(left: 1), .catchingUp),
        ] as [(CollectorState, LagStatus)])
    func aGroupWithoutPartitionsIsJudgedByTheMonitorsState(_ state: CollectorState, _ status: LagStatus) {
        let windows = GroupWindows(
            cluster: "c", group: "g", partitions: [],
            membership: GroupMembership(state: "Empty", protocolType: "consumer", members: 0))
        let report = Evaluator(EvaluationPlan()).group(
            windows, rules: .sluice, nowMs: 5, context: SluiceContext(collector: state))
        #expect(report.status == status)
        #expect(report.membership == windows.membership)
        #expect(report.worst == nil)
        let burrow = Evaluator(EvaluationPlan()).group(
            windows, rules: .burrow, nowMs: 5, context: SluiceContext(collector: state))
        #expect(burrow.status == .ok)
    }
}

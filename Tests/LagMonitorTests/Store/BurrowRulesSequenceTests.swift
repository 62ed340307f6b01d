// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

/// The `sequence` rows of the conformance cases: what the store makes of samples and commits, and the
/// evaluation of that.
@Suite(.enabled(if: BurrowCases.isThere, BurrowCases.absent))
struct BurrowRulesSequenceTests {
    @Test func thereAreRows() {
        // Another file may have none of this kind.
        #expect(BurrowCases.isNamed || !BurrowCases.rows("sequence").isEmpty)
    }

    /// Through the interface of the admin API, which says what became of each commit.
    @Test(arguments: BurrowCases.rows("sequence"))
    func storeFollows(_ test: BurrowCase) throws {
        var run = try SequenceRun(test)
        var actions: [String] = []
        for event in run.events {
            if let action = try run.take(event) { actions.append(action) }
        }
        let expected = (run.expected["actions"]?.array ?? []).map(\.string)
        #expect(actions == expected.map { SequenceRun.known($0 ?? "") })
        try run.check()
    }

    /// The same as records of the offsets topic, in every version of a commit.
    @Test(arguments: BurrowCases.rows("sequence"), Int16(0)...4)
    func recordsGiveTheSame(_ test: BurrowCase, _ version: Int16) throws {
        var run = try SequenceRun(test)
        for event in run.events { try run.take(event, version: version) }
        try run.check()
        #expect(run.store.counters.undecodable == 0)
        #expect(run.store.counters.records == run.store.counters.commits)
    }
}

/// One row in a store of its own.
struct SequenceRun {
    let row: JSONValue
    let nowMs: Int64
    var store: ClusterStore

    init(_ test: BurrowCase) throws {
        row = test.row
        nowMs = try #require(row["now_ms"]?.integer)
        var plan = ClusterPlan(name: "c", brokers: "b")
        plan.intervals = Int(row["intervals"]?.integer ?? 10)
        plan.minDistance = .seconds(row["min_distance"]?.integer ?? 0)
        plan.expireGroup = .seconds(row["expire_group"]?.integer ?? 604_800)
        store = try ClusterStore(plan)
        store.setPartitions(["t": 1])
    }

    var events: [JSONValue] { row["events"]?.array ?? [] }
    var expected: JSONValue { row["expected"] ?? .null }

    /// What became of a commit; nil for a sample.
    mutating func take(_ event: JSONValue) throws -> String? {
        if let end = event["broker"]?.integer {
            sample(end)
            return nil
        }
        let outcome = store.store(
            group: "g", topic: "t", partition: 0, offset: try #require(event["offset"]?.integer),
            timestampMs: try #require(event["timestamp_ms"]?.integer), order: try #require(event["order"]?.integer),
            nowMs: nowMs)
        return switch outcome {
        case .appended: "append"
        case .merged: "merge"
        case .inserted: "insert"
        case .dropped(let reason): Self.known("dropped:\(reason.rawValue)")
        }
    }

    mutating func take(_ event: JSONValue, version: Int16) throws {
        if let end = event["broker"]?.integer {
            sample(end)
            return
        }
        let key = WireBytes.commitKey("g", "t", 0, kind: version == 0 ? 0 : 1)
        let value = WireBytes.commit(
            try #require(event["offset"]?.integer), atMs: try #require(event["timestamp_ms"]?.integer),
            version: version)
        store.take(
            key: key.span.bytes, value: value.span.bytes, order: try #require(event["order"]?.integer), nowMs: nowMs)
    }

    private mutating func sample(_ end: Int64) {
        store.sample(
            topic: "t", partition: 0, LogEnds(start: 0, highWatermark: end, lastStable: end, sampledAtMs: nowMs))
    }

    /// Reasons for dropping have names in the rows that are known; of others only that it was dropped is compared.
    static func known(_ action: String) -> String {
        guard action.hasPrefix("dropped") else { return action }
        return ["dropped:no broker offset", "dropped:duplicate"].contains(action) ? action : "dropped"
    }

    func check() throws {
        var store = store
        let windows = store.windows(of: "g", nowMs: nowMs)
        let window = try #require(windows?.partitions.first)
        let slots = window.slots.drop { $0 == nil }
        let expectedSlots = try #require(expected["window"]?.array)
        #expect(slots.count == expectedSlots.count)
        for (slot, expected) in zip(slots, expectedSlots) {
            let fields = try #require(expected.array)
            #expect(slot?.offset == fields[0].integer)
            #expect(slot?.timestampMs == fields[1].integer)
            #expect(slot?.lag == fields[2].integer)
            #expect(slot?.observedAtMs == nowMs / 1000 * 1000)
        }
        #expect(window.slots.count == Int(row["intervals"]?.integer ?? 10))
        #expect(window.brokerOffsets == (expected["broker_offsets"]?.array ?? []).compactMap(\.integer))
        #expect(window.currentLag == expected["current_lag"]?.integer)
        var plan = EvaluationPlan()
        plan.allowedLag = row["allowed_lag"]?.integer ?? 0
        plan.minimumComplete = Float(row["min_complete"]?.number ?? 0)
        let report = Evaluator(plan).partition(window, rules: .burrow, nowMs: nowMs)
        #expect(report.status.name == expected["status"]?.string)
        #expect(report.complete == Float(try #require(expected["complete"]?.number)))
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

public import Records
package import Topology

/// Takes records through the stages of one topology: parse, enrich, sanitize, route.
///
/// One per ingest thread; it owns the thread's record and is not shared. For each record the caller starts
/// `record.begin(origin:)`, adds key and headers where the plan reads them, and calls ``process(_:)``.
public struct Pipeline: ~Copyable {
    /// The record at hand, with all edits once `process` has returned.
    public var record: Record
    /// Time of the last record's event in milliseconds since 1970, UTC; -1 where neither it nor Kafka has one.
    public private(set) var eventTimeMs: Int64 = -1
    /// What failures and counters refer to: the stages in order, then `event_time`, `route` and its rules.
    public let labels: [String]
    /// One for each label.
    public private(set) var counters: [StageCounters]

    private var tools = StageTools()
    private var format: PayloadFormat
    private let steps: [Step]
    /// Keeps what the steps borrow.
    private let boxes: [any AnyObject & Sendable]
    /// Number of steps before the event time is read: those of `enrich`.
    private let enrichCount: Int
    private let eventTime: EventTimePlan?
    private let router: Router
    private let eventTimeLabel: Int
    private let routeLabel: Int

    /// Compiles a plan. Plans come from a loader with `Registry.stages`.
    package init(plan: TopologyPlan) {
        record = Record(layout: plan.layout)
        format = PayloadFormat(plan.stages.first?.plan)
        var boxes: [any AnyObject & Sendable] = []
        steps = plan.stages.dropFirst().map { Step($0.plan, boxes: &boxes) }
        self.boxes = boxes
        enrichCount = plan.stages.dropFirst().count { $0.section != .sanitize }
        eventTime = plan.eventTime
        router = Router(plan)
        eventTimeLabel = plan.stages.count
        routeLabel = plan.stages.count + 1
        labels = plan.stages.map(\.label) + ["event_time", "route"] + plan.routes.map(\.label)
        counters = Array(repeating: StageCounters(), count: labels.count)
    }

    /// Judges the record that `record.begin(origin:)` started; nil stands for a NULL payload.
    ///
    /// The payload is borrowed until the next `begin`. Route conditions see the record as `sanitize` left it.
    public mutating func process(_ payload: RawSpan?) -> Verdict {
        eventTimeMs = record.timestampMs
        guard let payload else { return fail(.nullPayload, at: 0) }
        counters[0].received += 1
        if let failure = format.parse(payload, into: &record) {
            return fail(failure.reason, at: 0, position: failure.position)
        }
        if let failure = run(0..<enrichCount) { return .failed(failure) }
        if let reason = readEventTime() { return fail(reason, at: eventTimeLabel) }
        if let failure = run(enrichCount..<steps.count) { return .failed(failure) }
        // It may hold what should have been masked.
        if record.isOverLimit { return fail(.editLimit, at: steps.count) }
        return route()
    }

    private mutating func run(_ range: Range<Int>) -> Failure? {
        for index in range {
            counters[index + 1].received += 1
            switch steps[index].run(&record, &tools) {
            case .unchanged: break
            case .changed: counters[index + 1].changed += 1
            case .failed(let reason):
                counters[index + 1].failed += 1
                return Failure(reason: reason, stage: index + 1, position: -1)
            }
        }
        return nil
    }

    /// Reads the event time before `sanitize` may take it away.
    private mutating func readEventTime() -> FailureReason? {
        guard let eventTime else { return record.timestampMs < 0 ? .noEventTime : nil }
        counters[eventTimeLabel].received += 1
        if let time = EventTimeReader.milliseconds(record, eventTime, &tools.text) {
            eventTimeMs = time
            counters[eventTimeLabel].changed += 1
            return nil
        }
        if eventTime.fallback == .kafka, record.timestampMs >= 0 { return nil }
        return record.kind(of: eventTime.slot) == .absent ? .noEventTime : .invalidEventTime
    }

    private mutating func route() -> Verdict {
        counters[routeLabel].received += 1
        let decision = router.decide(record, &tools.evaluator)
        switch decision {
        case .routed(let set, var rules):
            while rules != 0 {
                counters[routeLabel + 1 + rules.trailingZeroBitCount].changed += 1
                rules &= rules - 1
            }
            return .routed(set)
        case .filtered(let rule):
            counters[routeLabel + 1 + rule].changed += 1
            return .filtered(rule: rule)
        case .unmatched: return fail(.unmatched, at: routeLabel)
        case .failed(let rule, let error): return fail(.expression(error), at: routeLabel + 1 + rule)
        }
    }

    private mutating func fail(_ reason: FailureReason, at stage: Int, position: Int = -1) -> Verdict {
        counters[stage].failed += 1
        return .failed(Failure(reason: reason, stage: stage, position: position))
    }
}

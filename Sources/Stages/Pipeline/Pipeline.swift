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

    /// Records that `process` was called for.
    var records = 0
    let tally: StageTally
    private var tools = StageTools()
    private var format: PayloadFormat
    private let steps: [Step]
    /// Keeps what the steps borrow.
    private let boxes: [any AnyObject & Sendable]
    /// Number of steps before the event time is read: those of `enrich`.
    let enrichCount: Int
    private let eventTime: EventTimePlan?
    let router: Router
    let eventTimeLabel: Int
    let routeLabel: Int

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
        tally = StageTally(count: labels.count)
    }

    /// Judges the record that `record.begin(origin:)` started; nil stands for a NULL payload.
    ///
    /// The payload is borrowed until the next `begin`. Route conditions see the record as `sanitize` left it.
    public mutating func process(_ payload: RawSpan?) -> Verdict {
        records &+= 1
        eventTimeMs = record.timestampMs
        guard let payload else { return fail(.nullPayload, at: 0) }
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
            switch steps[index].run(&record, &tools) {
            case .unchanged: break
            case .changed: tally.change(index + 1)
            case .failed(let reason):
                tally.fail(index + 1)
                return Failure(reason: reason, stage: index + 1, position: -1)
            }
        }
        return nil
    }

    /// Reads the event time before `sanitize` may take it away.
    private mutating func readEventTime() -> FailureReason? {
        guard let eventTime else { return record.timestampMs < 0 ? .noEventTime : nil }
        if let time = EventTimeReader.milliseconds(record, eventTime, &tools.text) {
            eventTimeMs = time
            tally.change(eventTimeLabel)
            return nil
        }
        if eventTime.fallback == .kafka, record.timestampMs >= 0 { return nil }
        return record.kind(of: eventTime.slot) == .absent ? .noEventTime : .invalidEventTime
    }

    private mutating func route() -> Verdict {
        let decision = router.decide(record, &tools.evaluator)
        switch decision {
        case .routed(let set, var rules):
            while rules != 0 {
                tally.change(routeLabel + 1 + rules.trailingZeroBitCount)
                rules &= rules - 1
            }
            return .routed(set)
        case .filtered(let rule):
            tally.change(routeLabel + 1 + rule)
            return .filtered(rule: rule)
        case .unmatched: return fail(.unmatched, at: routeLabel)
        case .failed(let rule, let error): return fail(.expression(error), at: routeLabel + 1 + rule)
        }
    }

    private mutating func fail(_ reason: FailureReason, at stage: Int, position: Int = -1) -> Verdict {
        tally.fail(stage)
        return .failed(Failure(reason: reason, stage: stage, position: position))
    }
}

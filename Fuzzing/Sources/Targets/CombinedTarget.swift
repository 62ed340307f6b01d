// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Sinks
import Stages
import Topology

/// Lines of web server logs, through a pipeline that reads their time, sets fields and masks.
final class CombinedTarget: FuzzTarget {
    static let name = "combined"

    private static let topic = Array("access".utf8)
    private static let topology = """
        topology: fuzz
        source:
          kafka: {brokers: "localhost:9092", topics: [access], group: fuzz}
          event_time: {field: time, format: combined, fallback: kafka}
        archive: {root: "./archive"}
        parse:
          - combined: {}
        enrich:
          - set: {status_class: "status == null ? 'none' : string(status / 100) + 'xx'"}
        sanitize:
          - mask_keys: {keys: [ident], with: "***"}
          - scan: {for: [email], action: mask}
        route:
          - {to: errors, when: "status_class == '5xx'"}
          - {to: requests, when: "true"}
        outputs:
          requests: {archive: {path: "requests/dt={event:%Y-%m-%d}"}}
          errors: {archive: {path: "errors/{host}"}}

        """

    private let reader = OutputReader()
    private let plan: TopologyPlan
    private var pipeline: Pipeline

    init() {
        let loader = TopologyLoader(registry: .stages + .sinks, environment: [:])
        let loaded = loader.load(bytes: Array(Self.topology.utf8), path: "fuzz")
        guard let plan = loaded.plan else { violated(loaded.report.text()) }
        self.plan = plan
        pipeline = Pipeline(plan: plan)
    }

    func run(_ input: UnsafeRawBufferPointer) {
        if input.isSample { pipeline = Pipeline(plan: plan) }
        let topic = Self.topic
        pipeline.record.forgetWhatWasLearnt()
        pipeline.record.begin(
            origin: RecordOrigin(topic: topic.span.bytes, partition: 0, offset: 1, timestampMs: 1_700_000_000_017))
        switch pipeline.process(input.bytes) {
        case .routed(let outputs):
            check(!outputs.isEmpty, "a record is routed nowhere")
            let length = reader.check(pipeline.record)
            // Each byte becomes six at most (\u00xx) or three (U+FFFD); names and constants are less than a kilobyte.
            check(length <= 1024 + 16 * input.count, "a record is much longer than its line")
        case .filtered: violated("no rule discards")
        case .failed(let failure):
            check((0..<pipeline.labels.count).contains(failure.stage), "a failure in no stage")
            check((-1...input.count).contains(failure.position), "a failure at \(failure.position)")
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform
import Records
import Sinks
import Stages
import Topology

/// Topology files. What is accepted becomes a pipeline and takes a record; what is not has a report.
final class TopologyTarget: FuzzTarget {
    static let name = "topologies"

    private static let event = Array(#"{"ts":1700000000017,"status":503,"user":{"email":"a@b.cc"},"token":"x"}"#.utf8)
    private static let topic = Array("events".utf8)

    private let reader = OutputReader()
    private var report = Record(layout: RecordLayout())
    private let loader = TopologyLoader(
        registry: .stages + .sinks, environment: ["A": "x: [", "B": "localhost:9092", "EMPTY": ""],
        files: FileReading { path, _ in
            switch path {
            case "secret": .success(Array("geheim\r\n".utf8))
            case "binary": .success([0xFF, 0x00])
            default: .failure(FileError(code: ENOENT, operation: "open", path: path))
            }
        })

    init() {}

    func run(_ input: UnsafeRawBufferPointer) {
        let loaded = loader.load(bytes: Array(input), path: "t.yaml")
        check((loaded.plan == nil) == loaded.report.hasErrors, "a plan with errors, or none without")
        _ = loaded.report.text()
        if !loaded.diagnostics.isEmpty {
            let json = Array(loaded.report.json().utf8)
            check(report.scan(json: json.span.bytes) == nil, "the report is no json")
        }
        guard let plan = loaded.plan else { return }
        var pipeline = Pipeline(plan: plan)
        let (event, topic) = (Self.event, Self.topic)
        pipeline.record.begin(
            origin: RecordOrigin(topic: topic.span.bytes, partition: 0, offset: 1, timestampMs: 1_700_000_000_017))
        if case .routed = pipeline.process(event.span.bytes) {
            reader.check(pipeline.record)
        }
    }
}

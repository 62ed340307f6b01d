// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Sinks
import Testing
import Topology
import YAML

@Suite struct ArchiveOutputPlanTests {
    private struct Nothing: StagePlan {}

    static func load(_ archive: String, deadLetters: String? = nil) -> LoadedTopology {
        let stage = StageSpec(
            name: "json", section: .parse, isFormat: true, summary: "", shape: .options([]), example: ""
        ) { _, _ in Nothing() }
        let remove = StageSpec(
            name: "remove", section: .sanitize, summary: "", shape: .options([OptionSpec("fields", .fields, doc: "")]),
            example: ""
        ) { reader, context in
            for field in reader.fields("fields") ?? [] { _ = context.slot(removing: field, by: context.label) }
            return Nothing()
        }
        let text = """
            topology: t
            source: {kafka: {brokers: b, topics: [t], group: g}}
            archive: {root: /a}
            parse: [{json: {}}]
            sanitize: [{remove: {fields: [secret]}}]
            route: [{to: main, when: "true"}]
            outputs:
              main: {archive: \(archive)}
              \(deadLetters.map { "dead_letters: {archive: \($0)}" } ?? "")
            """
        let loader = TopologyLoader(
            registry: Registry(stages: [stage, remove]) + .sinks, environment: [:])
        return loader.load(bytes: Array(text.utf8), path: "t.yaml")
    }

    @Test(arguments: [
        ("{path: web}", Codec.zstd), ("{path: web, compression: gzip}", .gzip),
        ("{path: web, compression: none}", .none),
        ("{path: web, level: 3}", .zstd(level: 3)), ("{path: web, compression: gzip, level: 0}", .gzip(level: 0)),
        ("{path: web, format: ndjson}", .zstd),
    ])
    func optionsBecomeAPlan(text: String, codec: Codec) throws {
        let loaded = Self.load(text)
        let plan = try #require(loaded.plan, "\(loaded.diagnostics)")
        let outputs = ArchiveOutput.outputs(of: plan)
        #expect(outputs.map { $0?.name } == ["main", "dead_letters"])
        #expect(outputs[0]?.codec == codec && outputs[0]?.template.text == "web")
        #expect(outputs[0]?.isDeadLetters == false && outputs[1]?.isDeadLetters == true)
        #expect(outputs[1]?.template.text == "dead_letters/dt={event:%Y-%m-%d}")
    }

    @Test(
        arguments: [
            ("{path: web}", nil), ("{path: web, retention: 7d}", 604_800_000), ("{path: web, retention: 90s}", 90_000),
            ("{path: web, retention: 36500d}", 3_153_600_000_000),
        ] as [(String, Int64?)])
    func retentionIsPartOfThePlan(text: String, milliseconds: Int64?) throws {
        let plan = try #require(Self.load(text, deadLetters: "{retention: 1h}").plan)
        #expect(ArchiveOutput.outputs(of: plan).map { $0?.retentionMs } == [milliseconds, 3_600_000])
    }

    @Test(arguments: [
        ("{path: web, compression: gzip, level: 4}", "'level' of gzip must be from 0 to 3, found 4", "4}"),
        ("{path: web, level: 0}", "'level' of zstd must be from 1 to 19, found 0", "0}"),
        ("{path: web, compression: none, level: 1}", "'level' without compression", "1}"),
        ("{path: web, format: parquet}", "not available in this version", "parquet"),
        ("{path: web, compression: lz4}", "'compression' must be one of", "lz4"),
        ("{path: web, retention: 59s}", "duration '59s' is not from 1m to 36500d", "59s"),
        ("{path: web, retention: 7}", "duration '7' has no unit", "7}"),
        ("{path: web, retention: -1d}", "must be a whole number with a unit", "-1d"),
        ("{path: /web}", "'path': the path begins with '/'", "/web"),
        ("{path: 'a/../b'}", "'path': '..' leads out", ".."),
        ("{path: 'a/{event:%Q}'}", "'path': '%Q' is not supported", "%Q"),
        ("{path: '{secret}'}", "field 'secret' is removed by", "secret"),
        ("{}", "path", ""),
    ])
    func errorsHaveTheirPlaceInTheFile(text: String, words: String, place: String) {
        let loaded = Self.load(text)
        #expect(loaded.plan == nil)
        let found = loaded.diagnostics.filter { $0.severity == .error }
        #expect(found.count == 1 && found[0].message.contains(words), "\(found)")
        #expect(found.first?.span.start.line == 8)
        // The options begin in column 19 of their line.
        let start = text.firstRange(of: place)?.lowerBound
        let column = start.map { 19 + text.utf8.distance(from: text.startIndex, to: $0) }
        #expect(place.isEmpty || found.first?.span.start.column == column, "\(found)")
    }

    @Test func deadLettersHaveNoFields() {
        let loaded = Self.load("{path: web}", deadLetters: "{path: 'dead/{host}/{kafka.topic}'}")
        #expect(
            loaded.diagnostics.map(\.message) == ["'path': dead letters have no fields, so '{host}' is never there"])
        #expect(
            Self.load("{path: web}", deadLetters: "{path: 'dead/{kafka.partition}', compression: none}").plan != nil)
    }
}

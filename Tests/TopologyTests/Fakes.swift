// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Records
import Stages
import Topology
import YAML

/// The plan of the fake output: what the file said.
struct FakeOutputPlan: OutputPlan {
    let path: String
    let isForDeadLetters: Bool
}

enum Fakes {
    /// An output that reads its options as the archive does, the fields in its path too.
    static let output = OutputSpec(
        name: "archive", summary: "Files.",
        options: [
            OptionSpec("path", .text, required: true, doc: "template of the path"),
            OptionSpec(
                "format", .choice(["ndjson"], later: ["parquet"]), default: "ndjson", doc: "form of the records"),
            OptionSpec("compression", .choice(["zstd", "gzip", "none"]), default: "zstd", doc: "how files shrink"),
            OptionSpec("level", .integer(1...19), doc: "effort"),
        ],
        example: "archive: {path: \"web\"}", deadLetterDefaults: ["path": "dead_letters"]
    ) { reader, context in
        guard let path = reader.scalar("path") else { return nil }
        var rest = path.text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            rest = rest[rest.index(after: close)...]
            if name.hasPrefix("event:") { continue }
            let offset = path.text.utf8.distance(from: path.text.startIndex, to: open) + 1
            let span = path.span(ofUTF8: offset, length: name.utf8.count)
            if context.isForDeadLetters {
                context.report("dead letters have no field '\(name)'", at: span)
                return nil
            }
            _ = context.slot(
                for: FieldReference(path: FieldPath(name.split(separator: ".").map(String.init)), span: span))
        }
        return FakeOutputPlan(path: path.text, isForDeadLetters: context.isForDeadLetters)
    }

    static let registry = Registry.stages + Registry(outputs: [output])

    static func loader(environment: [String: String] = [:], files: [String: String] = [:]) -> TopologyLoader {
        TopologyLoader(
            registry: registry, environment: environment,
            files: FileReading { path, limit in
                guard let text = files[path] else {
                    return .failure(FileError(code: 2, operation: "open", path: path))
                }
                let bytes = Array(text.utf8)
                return bytes.count <= limit
                    ? .success(bytes) : .failure(FileError(code: 27, operation: "read", path: path))
            })
    }

    static func load(
        _ text: String, environment: [String: String] = [:], files: [String: String] = [:]
    ) -> LoadedTopology {
        loader(environment: environment, files: files).load(bytes: Array(text.utf8), path: "t.yaml")
    }

    /// A sound topology whose parts a test may replace.
    static func topology(
        name: String = "topology: t",
        source: String = "source: {kafka: {brokers: b, topics: [x], group: g}}",
        archive: String = "archive: {root: /a}",
        parse: String = "parse: [{json: {}}]",
        enrich: String = "",
        sanitize: String = "",
        route: String = "route: [{to: main, when: \"true\"}]",
        outputs: String = "outputs: {main: {archive: {path: p}}}"
    ) -> String {
        [name, source, archive, parse, enrich, sanitize, route, outputs].filter { !$0.isEmpty }.joined(separator: "\n")
            + "\n"
    }
}

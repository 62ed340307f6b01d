// Sluice
// SPDX-License-Identifier: Apache-2.0

import Topology
import YAML

/// Puts variables of the environment in the place of options: `SLUICE_MONITOR_CLUSTERS_LOCAL_BROKERS` stands for
/// `clusters.local.brokers`.
///
/// A variable that is empty counts as absent. Findings about a value name its variable as the file.
struct EnvironmentOverrides {
    static let prefix = "SLUICE_MONITOR_"

    /// What one variable sets.
    private struct Target {
        let variable: String
        let path: [String]
        let type: OptionType
    }

    private let variables: [(name: String, text: String)]
    private let substituter: Substituter

    init(_ environment: [String: String], substituter: Substituter) {
        variables = environment.filter { $0.key.hasPrefix(Self.prefix) && !$0.value.isEmpty }
            .map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
        self.substituter = substituter
    }

    /// The variable of a path of keys.
    static func variable(of path: [String]) -> String {
        prefix + path.map(mangled).joined(separator: "_")
    }

    /// The table of the file with the variables' values in it; what does not fit is reported.
    func applied(to entries: [ConfigEntry], _ context: inout MonitorContext) -> [ConfigEntry] {
        guard !variables.isEmpty else { return entries }
        let targets = Self.targets(MonitorKeys.root, below: []) + clusterTargets(entries)
        var entries = entries
        for (name, text) in variables {
            let fitting = targets.filter { $0.variable == name }
            if fitting.count > 1 {
                refuse(
                    name, "the variable stands for several options", &context,
                    hint: fitting.map { "'\($0.path.joined(separator: "."))'" }.joined(separator: ", "))
            } else if let target = fitting.first {
                set(target, to: text, named: name, in: &entries, &context)
            } else if let target = Self.property(name, among: targets, entries) {
                set(target, to: text, named: name, in: &entries, &context)
            } else {
                refuse(name, "no option has this variable", &context, hint: hint(for: name, targets, entries))
            }
        }
        return entries
    }

    private static func mangled(_ name: String) -> String {
        String(decoding: name.utf8.map { isLetterOrDigit($0) ? $0 : 0x5F }, as: UTF8.self).uppercased()
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    }

    private static func targets(_ specs: [OptionSpec], below path: [String]) -> [Target] {
        specs.flatMap { spec -> [Target] in
            let path = path + [spec.name]
            if path == ["clusters"] { return [] }
            if case .table(let nested) = spec.type { return targets(nested, below: path) }
            return [Target(variable: variable(of: path), path: path, type: spec.type)]
        }
    }

    private func clusterTargets(_ entries: [ConfigEntry]) -> [Target] {
        Self.table(["clusters"], in: entries).flatMap {
            Self.targets(MonitorKeys.cluster, below: ["clusters", $0.name])
        }
    }

    /// The entries at a path; none where there is no table.
    private static func table(_ path: [String], in entries: [ConfigEntry]) -> [ConfigEntry] {
        var entries = entries
        for name in path {
            guard case .table(let next)? = entries.first(where: { $0.name == name })?.value.content else { return [] }
            entries = next
        }
        return entries
    }

    /// The property of librdkafka that a variable below `options` names: the one of the file with that variable, else
    /// the name in small letters with dots.
    private static func property(_ name: String, among targets: [Target], _ entries: [ConfigEntry]) -> Target? {
        let fitting = targets.filter { $0.path.last == "options" && name.hasPrefix($0.variable + "_") }
        guard let table = fitting.max(by: { $0.variable.utf8.count < $1.variable.utf8.count }) else { return nil }
        let written = Self.table(table.path, in: entries).first { variable(of: table.path + [$0.name]) == name }
        let dotted = name.dropFirst(table.variable.count + 1).lowercased().replacing("_", with: ".")
        return Target(variable: name, path: table.path + [written?.name ?? dotted], type: .text)
    }

    private func refuse(_ name: String, _ message: String, _ context: inout MonitorContext, hint: String?) {
        // The value of a variable that nobody knows is not shown: it may be a secret.
        let line = context.add(nil, named: name)
        context.report(message, at: SourceSpan(SourcePosition(line: line, column: 1)), hint: hint)
    }

    private func hint(for name: String, _ targets: [Target], _ entries: [ConfigEntry]) -> String? {
        if let near = NearName.of(String(name.dropFirst(Self.prefix.count)), among: targets.map(Self.rest)) {
            return "did you mean '\(Self.prefix)\(near)'?"
        }
        if name.hasPrefix(Self.prefix + "CLUSTERS") {
            let names = Self.table(["clusters"], in: entries).map(\.name)
            return names.isEmpty
                ? "the file names no cluster" : "clusters of the file: \(names.prefix(20).joined(separator: ", "))"
        }
        let below = targets.filter { $0.variable.hasPrefix(name + "_") }.map(\.variable)
        return below.isEmpty ? "docs/reference/monitor.md lists the options" : "set \(below.joined(separator: ", "))"
    }

    private static func rest(_ target: Target) -> String { String(target.variable.dropFirst(prefix.count)) }

    private func set(
        _ target: Target, to text: String, named name: String, in entries: inout [ConfigEntry],
        _ context: inout MonitorContext
    ) {
        guard text.utf8.count <= MonitorFileLimits.variableBytesMax else {
            return refuse(
                name, "the value has \(text.utf8.count) bytes; \(MonitorFileLimits.variableBytesMax) are allowed",
                &context, hint: nil)
        }
        let line = context.add(SourceText(Array(text.utf8)), named: name)
        guard let node = VariableText(text, line: line).node(target.type, context: &context) else { return }
        var faults: [(SourceSpan, ValueError)] = []
        let value = ConfigBuilder(substituter: substituter) { faults.append(($0, $1)) }.value(node)
        for (span, fault) in faults { context.report(fault.message, at: span, hint: fault.hint) }
        Self.put(value, at: target.path[...], into: &entries)
    }

    /// Sets a value at a path, making the tables on the way; what is written there as anything else stays, and is
    /// reported by whoever reads it.
    private static func put(_ value: ConfigValue, at path: ArraySlice<String>, into entries: inout [ConfigEntry]) {
        guard let name = path.first else { return }
        let index = entries.firstIndex { $0.name == name }
        var placed = value
        if path.count > 1 {
            var nested: [ConfigEntry] = []
            if let old = index.map({ entries[$0].value }) {
                if case .table(let written) = old.content { nested = written } else if !old.isNull { return }
            }
            put(value, at: path.dropFirst(), into: &nested)
            placed = ConfigValue(content: .table(nested), span: index.map { entries[$0].value.span } ?? value.span)
        }
        let key = index.map { entries[$0].key } ?? ConfigScalar(text: name, standingAt: value.span)
        let entry = ConfigEntry(name: name, key: key, value: placed)
        if let index { entries[index] = entry } else { entries.append(entry) }
    }
}

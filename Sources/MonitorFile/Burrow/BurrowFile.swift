// Sluice
// SPDX-License-Identifier: Apache-2.0

import Topology
import YAML

/// The modules of a `burrow.toml` by section, variables of the environment put in, with notes about what is not used.
struct BurrowFile {
    private(set) var sections: [String: [BurrowModule]] = [:]
    private let prefix: String
    private let environment: [String: String]

    init(_ root: TOMLTable, environment: [String: String], _ context: inout MonitorContext) {
        self.environment = environment
        let general = root.entries.first { $0.key.lowercased() == "general" }
        var prefix = "burrow"
        if case .table(let table)? = general?.value.content,
            let entry = table.entries.first(where: { $0.key.lowercased() == "env-var-prefix" }),
            case .string(let text) = entry.value.content, !text.isEmpty
        {
            prefix = text
        }
        self.prefix = prefix
        for entry in root.entries { take(entry, &context) }
    }

    /// The modules of a section in the order of their names.
    func modules(_ section: String) -> [BurrowModule] {
        (sections[section] ?? []).sorted { $0.name ?? "" < $1.name ?? "" }
    }

    func module(_ section: String, _ name: String) -> BurrowModule? {
        sections[section]?.first { $0.name == name.lowercased() }
    }

    /// The only module that counts of a section: the first by name, else one called `default` without options. Says so
    /// about the others.
    func single(_ section: String, _ context: inout MonitorContext) -> BurrowModule {
        let all = modules(section)
        for other in all.dropFirst() {
            context.report(
                "'\(other.label)' is ignored: '\(all[0].label)' is used", at: other.span, severity: .warning)
        }
        return all.first ?? overridden(BurrowModule(section, "default", nil, at: SourceSpan(.start)), &context)
    }

    /// The options of a section without modules.
    func plain(_ section: String, _ context: inout MonitorContext) -> BurrowModule {
        sections[section]?.first
            ?? overridden(BurrowModule(section, nil, nil, at: SourceSpan(.start)), &context)
    }

    private mutating func take(_ entry: TOMLTable.Entry, _ context: inout MonitorContext) {
        let section = entry.key.lowercased()
        guard BurrowOption.sections.contains(section) else {
            return context.report(
                "'\(entry.key)' is ignored: Burrow has no such section", at: entry.keySpan, severity: .warning,
                hint: NearName.hint(for: section, among: BurrowOption.sections.sorted()))
        }
        guard case .table(let table) = entry.value.content else {
            return context.report("'\(entry.key)' must be a table, found \(entry.value.kind)", at: entry.value.span)
        }
        if case .ignored(let why)? = BurrowOption.find(section, nil)?.fate {
            sections[section] = []
            return context.report("'\(section)' is ignored: \(why)", at: entry.keySpan, severity: .warning)
        }
        if BurrowOption.plainSections.contains(section) {
            let module = BurrowModule(section, nil, table, at: entry.keySpan)
            note(module, &context)
            sections[section] = [overridden(module, &context)]
            return
        }
        for inner in table.entries {
            guard case .table(let options) = inner.value.content else {
                context.report(
                    "'\(section).\(inner.key)' must be a table, found \(inner.value.kind)", at: inner.keySpan,
                    hint: "write [\(section).NAME] above the options")
                continue
            }
            let module = BurrowModule(section, inner.key.lowercased(), options, at: inner.keySpan)
            note(module, &context)
            sections[section, default: []].append(overridden(module, &context))
        }
    }

    /// Says which options of a module count for nothing.
    private func note(_ module: BurrowModule, _ context: inout MonitorContext) {
        for key in module.keys {
            if key.contains("password") { context.conceal(module.valueSpan(key)) }
            let option = BurrowOption.find(module.section, key)
            switch option?.fate {
            case .taken: break
            // These must be written in every file; nobody wonders about them.
            case .ignored where key == "class-name": break
            case .ignored where module.section == "consumer" && (key == "servers" || key == "client-profile"): break
            case .ignored(let why):
                context.report(
                    "'\(module.label).\(key)' is ignored: \(why)", at: module.keySpan(key), severity: .warning)
            case .refused(let why): context.report("'\(module.label).\(key)': \(why)", at: module.keySpan(key))
            case nil:
                let near = NearName.of(key, among: BurrowOption.keys(of: module.section))
                context.report(
                    "'\(module.label).\(key)' is ignored: Burrow has no such option", at: module.keySpan(key),
                    severity: .warning, hint: near.map { "did you mean '\($0)'?" })
            }
        }
    }

    private func overridden(_ module: BurrowModule, _ context: inout MonitorContext) -> BurrowModule {
        var module = module
        for key in BurrowOption.keys(of: module.section) {
            let name = module.variable(of: key, prefix: prefix)
            guard let text = environment[name], !text.isEmpty,
                text.utf8.count <= MonitorFileLimits.variableBytesMax
            else { continue }
            let source = SourceText(Array(text.utf8))
            let line = context.add(source, named: name)
            let start = SourcePosition(line: line, column: 1)
            let end = SourcePosition(line: line, column: max(2, text.unicodeScalars.count + 1))
            let span = SourceSpan(start: start, end: end)
            if key == "password" { context.conceal(span) }
            module.set(key, to: text, at: span)
        }
        return module
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import YAML

extension TopologyBuilder {
    /// All outputs, the one for dead letters made up where the file does not write it.
    mutating func outputs() -> OutputTable {
        var table = OutputTable()
        let entry = entry("outputs", isRequired: true, hint: "write 'outputs: {name: {archive: {...}}}'")
        var entries: [ConfigEntry] = []
        if let entry {
            if case .table(let found) = entry.value.content {
                entries = found
            } else {
                context.report(
                    "'outputs' must be a mapping of names, found \(entry.value.kind)",
                    at: entry.value.isNull ? entry.key.span : entry.value.span)
            }
        }
        if entries.count > TopologyLimits.outputsMax - 1 {
            context.report(
                "\(entries.count) outputs; \(TopologyLimits.outputsMax - 1) are allowed", at: entries[0].key.span)
            entries = Array(entries.prefix(TopologyLimits.outputsMax - 1))
        }
        for entry in entries where entry.name != TopologyKeys.deadLetters {
            if entry.name == TopologyKeys.discard {
                context.report(
                    "'discard' cannot be the name of an output: rules use it to keep nothing", at: entry.key.span)
            } else {
                _ = checkName(entry.name, of: "an output", at: entry.key.span)
            }
            table.outputs.append(.init(name: entry.name, span: entry.key.span, plan: outputPlan(entry)))
        }
        let written = entries.first { $0.name == TopologyKeys.deadLetters }
        let span = written?.key.span ?? entry?.key.span ?? SourceSpan(.start)
        let plan = deadLetterPlan(written ?? standardDeadLetters(at: span))
        table.outputs.append(.init(name: TopologyKeys.deadLetters, span: span, plan: plan, isUsed: true))
        return table
    }

    /// The plans in order; nil where one is missing, which has been reported.
    mutating func outputPlans(_ table: OutputTable) -> [NamedOutputPlan]? {
        let plans = table.outputs.compactMap(\.plan)
        return plans.count == table.outputs.count ? plans : nil
    }

    /// An entry as the file would have it that leaves everything about dead letters to the defaults.
    private func standardDeadLetters(at span: SourceSpan) -> ConfigEntry {
        let kind = registry.outputs.first { $0.deadLetterDefaults != nil }?.name ?? "archive"
        let nothing = ConfigValue(content: .table([]), span: span)
        let key = ConfigScalar(text: kind, standingAt: span)
        let value = ConfigValue(
            content: .table([ConfigEntry(name: kind, key: key, value: nothing)]), span: span)
        return ConfigEntry(
            name: TopologyKeys.deadLetters, key: ConfigScalar(text: TopologyKeys.deadLetters, standingAt: span),
            value: value)
    }

    private mutating func deadLetterPlan(_ entry: ConfigEntry) -> NamedOutputPlan? {
        context.isForDeadLetters = true
        defer { context.isForDeadLetters = false }
        return outputPlan(entry)
    }

    private mutating func outputPlan(_ entry: ConfigEntry) -> NamedOutputPlan? {
        let kinds = registry.outputs.map(\.name)
        guard case .table(let table) = entry.value.content, let kind = table.first else {
            context.report(
                "output '\(entry.name)' must say what it is, found \(entry.value.kind)", at: entry.key.span,
                hint: "write '\(entry.name): {\(kinds.first ?? "archive"): {...}}'")
            return nil
        }
        for other in table.dropFirst() {
            let isKnown = kinds.contains(other.name)
            context.report(
                isKnown
                    ? "an output has one kind, this one is '\(kind.name)' too"
                    : "unknown key '\(other.name)' in an output",
                at: other.key.span, hint: "options stand inside '\(kind.name)'")
        }
        guard let spec = registry.outputs.first(where: { $0.name == kind.name }) else {
            context.report(
                "no kind of output is called '\(kind.name)'", at: kind.key.span,
                hint: NearName.hint(for: kind.name, among: kinds))
            return nil
        }
        guard let value = valueForDeadLetters(kind.value, of: spec, at: kind.key.span) else { return nil }
        let reader = OptionReader(
            value, owner: "output '\(entry.name)'", span: kind.key.span, options: spec.options, context: &context)
        context.label = "outputs.\(entry.name)"
        return spec.make(reader, &context).map { NamedOutputPlan(name: entry.name, kind: spec.name, plan: $0) }
    }

    /// The value itself; for the dead letters with what the spec adds for them. Nil where the kind takes none.
    private mutating func valueForDeadLetters(
        _ value: ConfigValue, of spec: OutputSpec, at span: SourceSpan
    ) -> ConfigValue? {
        guard context.isForDeadLetters else { return value }
        guard let defaults = spec.deadLetterDefaults else {
            context.report("an output of the kind '\(spec.name)' cannot take dead letters", at: span)
            return nil
        }
        var entries: [ConfigEntry] = []
        if case .table(let written) = value.content { entries = written } else if !value.isNull { return value }
        for (name, text) in defaults.sorted(by: { $0.key < $1.key }) where !entries.contains(where: { $0.name == name })
        {
            let scalar = ConfigScalar(text: text, standingAt: span)
            entries.append(
                ConfigEntry(
                    name: name, key: ConfigScalar(text: name, standingAt: span),
                    value: ConfigValue(content: .scalar(scalar), span: span)))
        }
        return ConfigValue(content: .table(entries), span: value.span)
    }
}

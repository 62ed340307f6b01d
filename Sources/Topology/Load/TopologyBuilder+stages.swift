// Sluice
// SPDX-License-Identifier: Apache-2.0

import YAML

extension TopologyBuilder {
    /// The stages of one section; those that are wrong are reported and left out.
    mutating func plannedStages(_ section: Section) -> [PlannedStage] {
        let isParse = section == .parse
        let formats = registry.stages.filter(\.isFormat).map(\.name).sorted().joined(separator: ", ")
        guard let entry = entry(section.rawValue, isRequired: isParse, hint: "formats: \(formats)"),
            let items = stageItems(entry)
        else { return [] }
        if isParse, items.isEmpty {
            context.report("'parse' names no format", at: entry.key.span, hint: "formats: \(formats)")
        }
        return items.enumerated().compactMap { index, item in
            plannedStage(item, section: section, index: index)
        }
    }

    private mutating func stageItems(_ entry: ConfigEntry) -> [ConfigValue]? {
        if case .list(let items) = entry.value.content { return items }
        if entry.value.isNull { return [] }
        context.report(
            "'\(entry.name)' must be a list of stages, found \(entry.value.kind)", at: entry.value.span,
            hint: "write each stage after '- '")
        return nil
    }

    private mutating func plannedStage(_ item: ConfigValue, section: Section, index: Int) -> PlannedStage? {
        guard case .table(let table) = item.content, let entry = table.first else {
            let name = if case .scalar(let scalar) = item.content { scalar.text } else { "name" }
            context.report(
                "a stage must be a mapping with its name as the key, found \(item.kind)", at: item.span,
                hint: "write '\(name): {}'")
            return nil
        }
        for other in table.dropFirst() {
            context.report(
                "'\(other.name)' stands beside stage '\(entry.name)'", at: other.key.span,
                hint: "options are indented below the stage; a further stage begins with '- '")
        }
        guard let spec = registry.stage(entry.name, in: section) else {
            reportUnknownStage(entry, in: section)
            return nil
        }
        if section == .parse { checkFormat(spec, index: index, at: entry.key.span) }
        let label = "\(section.rawValue)[\(index)].\(spec.name)"
        let owner = "stage '\(spec.name)'"
        let reader =
            switch spec.shape {
            case .options(let options):
                OptionReader(entry.value, owner: owner, span: entry.key.span, options: options, context: &context)
            case .fields(let type, _):
                OptionReader(fields: entry.value, of: type, owner: owner, span: entry.key.span, context: &context)
            }
        context.label = label
        guard let plan = spec.make(reader, &context) else { return nil }
        return PlannedStage(label: label, section: section, plan: plan, position: entry.key.span.start)
    }

    private mutating func checkFormat(_ spec: StageSpec, index: Int, at span: SourceSpan) {
        if index == 0, !spec.isFormat {
            context.report("'parse' must begin with a format, '\(spec.name)' reads fields", at: span)
        } else if index > 0, spec.isFormat {
            context.report("'\(spec.name)' is a second format; the payload is read once", at: span)
        }
    }

    private mutating func reportUnknownStage(_ entry: ConfigEntry, in section: Section) {
        let name = entry.name
        let home = registry.stages.first { $0.name == name }?.section
        let known = registry.stages.filter { $0.section == section }.map(\.name)
        context.report(
            "no stage '\(name)' in '\(section.rawValue)'", at: entry.key.span,
            hint: home.map { "it belongs into '\($0.rawValue)'" } ?? NearName.hint(for: name, among: known))
    }
}

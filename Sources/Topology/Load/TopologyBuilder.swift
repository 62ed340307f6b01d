// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import YAML

/// Builds the plan of one file, section by section; goes on after errors, so that one pass finds them all.
struct TopologyBuilder {
    let registry: Registry
    var context: PlanContext
    private var entries: [String: ConfigEntry] = [:]
    private var rootSpan = SourceSpan(.start)

    init(registry: Registry, context: PlanContext) {
        self.registry = registry
        self.context = context
    }

    /// The plan; nil or meaningless where the context's report has errors.
    mutating func build(_ root: ConfigValue) -> TopologyPlan? {
        guard case .table(let table) = root.content else {
            context.report(
                "a topology must be a mapping, found \(root.kind)", at: root.span,
                hint: "it begins with 'topology: name'")
            return nil
        }
        rootSpan = SourceSpan(root.span.start)
        for entry in table { takeKey(entry) }
        let name = topologyName()
        let source = sourceReader()
        let archive = archivePlan()
        var stages = plannedStages(.parse) + plannedStages(.enrich)
        let eventTime = source.flatMap { eventTimePlan($0) }
        stages += plannedStages(.sanitize)
        if stages.count > TopologyLimits.stagesMax {
            context.report("\(stages.count) stages; \(TopologyLimits.stagesMax) are allowed", at: rootSpan)
        }
        let outputs = outputs()
        let (mode, routes) = routes(to: outputs)
        let kafka = source.flatMap { kafkaPlan($0) }
        guard let name, let kafka, let archive, let plans = outputPlans(outputs) else { return nil }
        return TopologyPlan(
            name: name, file: context.file, source: kafka, eventTime: eventTime, archive: archive,
            layout: context.layout, stages: stages, routeMode: mode, routes: routes, outputs: plans)
    }

    /// The entry of a key; reports one that is required and absent.
    mutating func entry(_ name: String, isRequired: Bool, hint: String? = nil) -> ConfigEntry? {
        if let entry = entries[name] { return entry }
        if isRequired { context.report("the topology needs '\(name)'", at: rootSpan, hint: hint) }
        return nil
    }

    private mutating func takeKey(_ entry: ConfigEntry) {
        if TopologyKeys.all.contains(entry.name) {
            entries[entry.name] = entry
        } else if TopologyKeys.later.contains(entry.name) {
            context.report("'\(entry.name)' is not available in this version", at: entry.key.span)
        } else {
            context.report(
                "unknown key '\(entry.name)' in a topology", at: entry.key.span,
                hint: NearName.hint(for: entry.name, among: TopologyKeys.all))
        }
    }

    private mutating func topologyName() -> String? {
        guard let entry = entry("topology", isRequired: true, hint: "write 'topology: name' first") else { return nil }
        var check = OptionCheck(name: "topology", owner: "the topology", keySpan: entry.key.span)
        guard case .scalar(let scalar) = check.value(of: entry.value, as: .text, context: &context) else { return nil }
        return checkName(scalar.text, of: "a topology", at: scalar.span) ? scalar.text : nil
    }

    /// Names become directories, labels of metrics and parts of file names.
    mutating func checkName(_ name: String, of what: String, at span: SourceSpan) -> Bool {
        let isGood = name.utf8.allSatisfy { byte in
            (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x5F
                || byte == 0x2D
        }
        guard isGood, let first = name.first, first.isLetter || first.isNumber,
            name.utf8.count <= TopologyLimits.nameLengthMax
        else {
            context.report(
                "'\(name)' cannot be the name of \(what)", at: span,
                hint: "up to \(TopologyLimits.nameLengthMax) of letters, digits, '-' and '_', a letter or digit first")
            return false
        }
        return true
    }
}

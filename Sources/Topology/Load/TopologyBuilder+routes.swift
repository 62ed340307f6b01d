// Sluice
// SPDX-License-Identifier: Apache-2.0

import YAML

extension TopologyBuilder {
    /// What is known of the rules read so far.
    private struct Seen {
        /// The rule that takes every record.
        var catchAll: Int?
        /// Lines of the rules by their conditions.
        var lines: [String: Int] = [:]
    }

    /// The rules in order. Reports what cannot be reached and outputs that nothing is sent to.
    mutating func routes(to table: OutputTable) -> (RouteMode, [RoutePlan]) {
        guard let entry = entry("route", isRequired: true, hint: "write 'route: [{to: output, when: \"true\"}]'"),
            let (mode, items) = ruleItems(entry)
        else { return (.first, []) }
        if items.isEmpty {
            context.report("'route' has no rule: every record would go to the dead letters", at: entry.key.span)
        }
        if items.count > TopologyLimits.routesMax {
            context.report("\(items.count) rules; \(TopologyLimits.routesMax) are allowed", at: entry.key.span)
        }
        var table = table
        var seen = Seen()
        var routes: [RoutePlan] = []
        for (index, item) in items.prefix(TopologyLimits.routesMax).enumerated() {
            let span = SourceSpan(start: item.span.start, end: item.span.start)
            let reader = OptionReader(
                item, owner: "a rule of 'route'", span: span, options: TopologyKeys.rule, context: &context)
            let output = destination(reader, in: &table)
            guard let when = reader.scalar("when") else { continue }
            if mode == .first { checkReachable(when, seen: &seen) }
            guard let condition = context.condition(when), let output else { continue }
            routes.append(RoutePlan(output: output.index, condition: condition, label: "route[\(index)]"))
        }
        for output in table.outputs where !output.isUsed {
            context.report(
                "output '\(output.name)' is never used", at: output.span, severity: .warning,
                hint: "add a rule to 'route', or remove it")
        }
        return (mode, routes)
    }

    private mutating func ruleItems(_ entry: ConfigEntry) -> (RouteMode, [ConfigValue])? {
        switch entry.value.content {
        case .list(let items): return (.first, items)
        case .scalar where entry.value.isNull: return (.first, [])
        case .scalar:
            context.report(
                "'route' must be a list of rules, found \(entry.value.kind)", at: entry.value.span,
                hint: "write each rule as '- {to: output, when: \"condition\"}'")
            return nil
        case .table(let keys): return ruleTable(keys, entry)
        }
    }

    /// `{all: true, rules: [...]}`
    private mutating func ruleTable(_ keys: [ConfigEntry], _ entry: ConfigEntry) -> (RouteMode, [ConfigValue])? {
        var mode = RouteMode.first
        var rules: [ConfigValue]?
        for key in keys {
            var check = OptionCheck(name: key.name, owner: "'route'", keySpan: key.key.span)
            switch key.name {
            case "all":
                guard case .flag(let all) = check.value(of: key.value, as: .flag, context: &context) else { continue }
                mode = all ? .all : .first
            case "rules":
                if case .list(let items) = key.value.content {
                    rules = items
                } else {
                    context.report("'rules' must be a list, found \(key.value.kind)", at: key.value.span)
                    rules = []
                }
            default:
                context.report(
                    "unknown key '\(key.name)' in 'route'", at: key.key.span,
                    hint: NearName.hint(for: key.name, among: ["all", "rules"]))
            }
        }
        guard let rules else {
            context.report("'route' needs 'rules'", at: entry.key.span, hint: "write {all: true, rules: [...]}")
            return nil
        }
        return (mode, rules)
    }

    /// Where a rule sends to: an output, or nothing at all; nil where the rule is wrong.
    private mutating func destination(_ reader: OptionReader, in table: inout OutputTable) -> (index: Int?, Void)? {
        guard let to = reader.scalar("to") else { return nil }
        if to.text == TopologyKeys.discard { return (nil, ()) }
        guard to.text != TopologyKeys.deadLetters else {
            context.report(
                "a rule cannot send to the dead letters", at: to.span,
                hint: "records that fail or match no rule go there by themselves")
            return nil
        }
        guard let index = table.index(of: to.text) else {
            let names = table.names.filter { $0 != TopologyKeys.deadLetters }
            context.report(
                "no output is called \(to.quoted)", at: to.span,
                hint: to.isSecret ? nil : NearName.hint(for: to.text, among: names))
            return nil
        }
        table.outputs[index].isUsed = true
        return (index, ())
    }

    private mutating func checkReachable(_ when: ConfigScalar, seen: inout Seen) {
        let condition = String(when.text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        if let line = seen.catchAll {
            context.report("no record reaches this rule: the one in line \(line) takes every record", at: when.span)
        } else if let line = seen.lines[condition] {
            context.report("no record reaches this rule: the one in line \(line) has the same condition", at: when.span)
        }
        seen.lines[condition] = seen.lines[condition] ?? when.span.start.line
        if condition == "true", seen.catchAll == nil { seen.catchAll = when.span.start.line }
    }
}

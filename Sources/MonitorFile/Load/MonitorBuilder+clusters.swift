// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import Regex
import Topology
import YAML

extension MonitorBuilder {
    /// The clusters in the order of the file, those that are wrong left out.
    mutating func clusters(_ root: OptionReader) -> [ClusterPlan] {
        guard let entries = root.map("clusters") else { return [] }
        let span = root.span(of: "clusters")
        if entries.isEmpty {
            context.report("'clusters' names no cluster", at: span, hint: "write 'clusters: {name: {brokers: ...}}'")
        }
        if entries.count > MonitorFileLimits.clustersMax {
            context.report("\(entries.count) clusters; \(MonitorFileLimits.clustersMax) are allowed", at: span)
        }
        return entries.prefix(MonitorFileLimits.clustersMax).compactMap { cluster($0) }
    }

    private mutating func cluster(_ entry: ConfigEntry) -> ClusterPlan? {
        if !Self.isClusterName(entry.name) {
            context.report(
                "\(entry.key.quoted) cannot be the name of a cluster", at: entry.key.span,
                hint: "up to \(MonitorFileLimits.clusterNameLengthMax) of letters, digits, '.', '-' and '_', "
                    + "a letter or digit first")
        }
        let reader = OptionReader(
            entry.value, owner: "cluster '\(entry.name)'", span: entry.key.span, options: MonitorKeys.cluster,
            context: &context)
        var plan = ClusterPlan(name: entry.name, brokers: text("brokers", of: reader) ?? "")
        plan.options = KafkaOption.read(
            reader.map("options") ?? [], refusing: RefusedMonitorOptions.reason, context: &context
        ).map { ($0.name, $0.value.reveal()) }
        plan.clientID = text("client_id", of: reader) ?? plan.clientID
        plan.offsetsTopic = text("offsets_topic", of: reader) ?? plan.offsetsTopic
        setCollector(of: &plan, reader)
        setRefreshes(of: &plan, reader)
        plan.intervals = reader.integer("intervals").map { Int($0) } ?? plan.intervals
        plan.allowedGroups = pattern("allow", of: reader)
        plan.deniedGroups = pattern("deny", of: reader)
        plan.expectedBrokers = reader.integer("expected_brokers").map { Int($0) }
        plan.isolation = isolation(reader)
        return plan.brokers.isEmpty ? nil : plan
    }

    /// Names become parts of URLs, labels of metrics and names of files.
    static func isClusterName(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetterOrDigit(first),
            name.utf8.count <= MonitorFileLimits.clusterNameLengthMax
        else { return false }
        return name.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2E || $0 == 0x2D || $0 == 0x5F }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    }

    private mutating func setCollector(of plan: inout ClusterPlan, _ reader: OptionReader) {
        let groups = reader.texts("groups")
        if let groups, groups.count > MonitorFileLimits.groupsMax {
            context.report(
                "\(groups.count) groups; \(MonitorFileLimits.groupsMax) are allowed", at: reader.span(of: "groups"))
        }
        switch reader.text("collector") {
        case "admin": plan.collector = .adminAPI(groups: groups)
        case "offsets_topic": plan.collector = .offsetsTopic
        default: plan.collector = .automatic
        }
        if reader.isWritten("groups"), reader.text("collector") != "admin" {
            context.report(
                "'groups' needs 'collector: admin'", at: reader.span(of: "groups"),
                hint: "to leave groups out, write 'allow' and 'deny'")
        }
        plan.startsLatest = reader.text("start") == "latest"
        plan.backfillsEarliest = reader.flag("backfill") ?? false
        if plan.backfillsEarliest, !plan.startsLatest {
            context.report(
                "'backfill' needs 'start: latest'", at: reader.span(of: "backfill"),
                hint: "from 'earliest' on everything is read anyway")
        }
    }

    private func setRefreshes(of plan: inout ClusterPlan, _ reader: OptionReader) {
        plan.offsetRefresh = reader.duration("offset_refresh") ?? plan.offsetRefresh
        plan.topicRefresh = reader.duration("topic_refresh") ?? plan.topicRefresh
        plan.groupsReaperRefresh = reader.duration("groups_reaper_refresh") ?? plan.groupsReaperRefresh
        plan.minDistance = reader.duration("min_distance") ?? plan.minDistance
        plan.expireGroup = reader.duration("expire_group") ?? plan.expireGroup
    }

    /// One pattern that fits where one of a list fits; nil where there is no list.
    private mutating func pattern(_ name: String, of reader: OptionReader) -> String? {
        guard let scalars = reader.scalars(name) else { return nil }
        if scalars.count > MonitorFileLimits.patternsMax {
            context.report(
                "\(scalars.count) patterns; \(MonitorFileLimits.patternsMax) are allowed", at: reader.span(of: name))
        }
        let good = scalars.filter { checkPattern($0) }
        let whole = PatternText.any(of: good.map(\.text))
        if let whole, good.count == scalars.count, let failure = PatternText.failure(of: whole) {
            // Each is right by itself: together they are too long.
            context.report("the patterns of '\(name)': \(failure.message)", at: reader.span(of: name))
        }
        return whole
    }

    /// Whether a regular expression compiles; reports one that does not at the character where it fails.
    private mutating func checkPattern(_ scalar: ConfigScalar) -> Bool {
        guard !scalar.text.isEmpty else {
            context.report(
                "an empty pattern fits every group", at: scalar.span, hint: "leave the list out to take all")
            return false
        }
        guard let failure = PatternText.failure(of: scalar.text) else { return true }
        let offset = min(failure.offset, max(0, scalar.text.utf8.count - 1))
        context.report(
            "\(scalar.quoted) is no regular expression: \(failure.message)", in: scalar, at: offset, length: 1)
        return false
    }

    private mutating func isolation(_ reader: OptionReader) -> [(pattern: String, isolation: Isolation)] {
        guard let entries = reader.map("isolation"), !entries.isEmpty else { return [] }
        if entries.count > MonitorFileLimits.patternsMax {
            context.report(
                "\(entries.count) patterns; \(MonitorFileLimits.patternsMax) are allowed",
                at: reader.span(of: "isolation"))
        }
        let choice = OptionType.choice(Isolation.allCases.map(\.rawValue))
        let table = OptionReader(
            ConfigValue(content: .table(entries), span: reader.span(of: "isolation")), owner: "'isolation'",
            span: reader.span(of: "isolation"), options: entries.map { OptionSpec($0.name, choice, doc: "") },
            context: &context)
        return entries.compactMap { entry in
            guard checkPattern(entry.key) else { return nil }
            return table.text(entry.name).flatMap(Isolation.init).map { (entry.name, $0) }
        }
    }
}

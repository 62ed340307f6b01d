// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import Regex
import Terminal
import Topology
import YAML

/// Builds a monitor's plan from the modules of a `burrow.toml`.
struct BurrowPlanBuilder {
    let file: BurrowFile
    var context: MonitorContext
    /// What API v3 calls the modules.
    private(set) var names = BurrowNames()
    /// Ten years in seconds: no time of a configuration is longer.
    private static let secondsMax: Int64 = 315_360_000

    mutating func build() -> MonitorPlan? {
        let storage = file.single("storage", &context)
        let storageLists = lists(of: storage)
        var clusters: [ClusterPlan] = []
        for module in file.modules("cluster") {
            guard var plan = cluster(module) else { continue }
            setStore(of: &plan, storage)
            setConsumer(of: &plan, module, storageLists)
            clusters.append(plan)
        }
        if file.modules("cluster").isEmpty {
            context.report("the file has no cluster", at: SourceSpan(.start), hint: "write [cluster.NAME] with servers")
        }
        if clusters.count > MonitorFileLimits.clustersMax {
            context.report(
                "\(clusters.count) clusters; \(MonitorFileLimits.clustersMax) are allowed", at: SourceSpan(.start))
        }
        checkConsumers()
        var plan = MonitorPlan(clusters: clusters)
        let evaluator = file.single("evaluator", &context)
        plan.evaluation = evaluation(evaluator)
        names.storage = storage.name ?? names.storage
        names.evaluator = evaluator.name ?? names.evaluator
        names.httpServer = file.modules("httpserver").first?.name ?? names.httpServer
        plan.burrowNames = names
        plan.server = server()
        return plan
    }

    private mutating func cluster(_ module: BurrowModule) -> ClusterPlan? {
        let name = module.name ?? ""
        if !MonitorBuilder.isClusterName(name) {
            context.report(
                "'\(name)' cannot be the name of a cluster", at: module.span,
                hint: "up to \(MonitorFileLimits.clusterNameLengthMax) of letters, digits, '.', '-' and '_'")
        }
        if let kind = module.text("class-name", &context), kind != "kafka" {
            context.report(
                "'\(module.label).class-name' must be 'kafka', found '\(kind)'", at: module.valueSpan("class-name"))
        }
        guard let servers = module.list("servers", &context), !servers.isEmpty else {
            if !module.has("servers") || module.list("servers", &context) != nil {
                context.report("'\(module.label)' needs 'servers'", at: module.span)
            }
            return nil
        }
        var plan = ClusterPlan(name: name, brokers: servers.joined(separator: ","))
        plan.offsetRefresh =
            module.seconds("offset-refresh", in: 1...Self.secondsMax, &context) ?? plan.offsetRefresh
        plan.topicRefresh = module.seconds("topic-refresh", in: 1...Self.secondsMax, &context) ?? plan.topicRefresh
        plan.groupsReaperRefresh =
            module.seconds("groups-reaper-refresh", in: 0...Self.secondsMax, &context) ?? plan.groupsReaperRefresh
        // What Burrow's own default is.
        plan.clientID = "burrow-lagchecker"
        if let profile = module.text("client-profile", &context) {
            names.clientProfiles[name] = profile
            use(profile, of: module, in: &plan)
        }
        return plan
    }

    private mutating func setStore(of plan: inout ClusterPlan, _ storage: BurrowModule) {
        plan.intervals = storage.integer("intervals", in: 1...1000, &context).map { Int($0) } ?? plan.intervals
        plan.minDistance = storage.seconds("min-distance", in: 0...Self.secondsMax, &context) ?? plan.minDistance
        plan.expireGroup = storage.seconds("expire-group", in: 1...Self.secondsMax, &context) ?? plan.expireGroup
    }

    /// What the module that reads a cluster's offsets says of it.
    private mutating func setConsumer(
        of plan: inout ClusterPlan, _ cluster: BurrowModule, _ storage: (allow: String?, deny: String?)
    ) {
        var allow = [storage.allow].compactMap(\.self)
        var deny = [storage.deny].compactMap(\.self)
        let name = plan.name
        let consumers = file.modules("consumer").filter { clusterName(of: $0) == name && !readsZooKeeper($0) }
        for other in consumers.dropFirst() {
            context.report(
                "'\(other.label)' is ignored: '\(consumers[0].label)' reads the offsets of '\(name)'", at: other.span,
                severity: .warning)
        }
        if let consumer = consumers.first {
            names.consumers[name] = consumer.name
            let own = lists(of: consumer)
            allow += [own.allow].compactMap(\.self)
            deny += [own.deny].compactMap(\.self)
            plan.offsetsTopic = consumer.text("offsets-topic", &context) ?? plan.offsetsTopic
            plan.startsLatest = consumer.flag("start-latest", &context) ?? false
            // Burrow looks at it only then.
            plan.backfillsEarliest = plan.startsLatest && consumer.flag("backfill-earliest", &context) ?? false
            noteServers(of: consumer, cluster)
        } else {
            context.report(
                "no module reads the offsets of '\(cluster.label)': they are read all the same", at: cluster.span,
                severity: .warning)
        }
        plan.allowedGroups = PatternText.all(of: allow)
        plan.deniedGroups = PatternText.any(of: deny)
    }

    private mutating func clusterName(of consumer: BurrowModule) -> String? {
        consumer.text("cluster", &context)?.lowercased()
    }

    private mutating func readsZooKeeper(_ consumer: BurrowModule) -> Bool {
        consumer.text("class-name", &context) == "kafka_zk"
    }

    private mutating func noteServers(of consumer: BurrowModule, _ cluster: BurrowModule) {
        for key in ["servers", "client-profile"] where consumer.has(key) {
            let own = consumer.list(key, &context)
            if own != nil, own.map(Set.init) != cluster.list(key, &context).map(Set.init) {
                context.report(
                    "'\(consumer.label).\(key)' is ignored: that of '\(cluster.label)' is used",
                    at: consumer.keySpan(key), severity: .warning)
            }
        }
    }

    /// Says which modules that read offsets count for nothing.
    private mutating func checkConsumers() {
        let names = file.modules("cluster").compactMap(\.name)
        for consumer in file.modules("consumer") {
            if readsZooKeeper(consumer) {
                context.report(
                    "'\(consumer.label)' is ignored: offsets in ZooKeeper are not read", at: consumer.span,
                    severity: .warning)
            } else if let name = clusterName(of: consumer) {
                guard !names.contains(name) else { continue }
                context.report(
                    "no cluster is called '\(name)'", at: consumer.valueSpan("cluster"),
                    hint: NearName.hint(for: name, among: names))
            } else if !consumer.has("cluster") {
                context.report("'\(consumer.label)' needs 'cluster'", at: consumer.span)
            }
        }
    }

    /// The lists of a module under either of their names, checked.
    private mutating func lists(of module: BurrowModule) -> (allow: String?, deny: String?) {
        (
            pattern(of: module, "group-allowlist", "group-whitelist"),
            pattern(of: module, "group-denylist", "group-blacklist")
        )
    }

    private mutating func pattern(of module: BurrowModule, _ new: String, _ old: String) -> String? {
        let (newText, oldText) = (module.text(new, &context), module.text(old, &context))
        if newText != nil, oldText != nil {
            context.report(
                "'\(module.label)' has both '\(new)' and '\(old)'", at: module.keySpan(old), hint: "keep one of them")
        }
        guard let text = newText ?? oldText else { return nil }
        if let failure = PatternText.failure(of: text) {
            let key = newText == nil ? old : new
            context.report(
                "'\(module.label).\(key)' is no regular expression: \(failure)", at: module.valueSpan(key))
            return nil
        }
        return text
    }

    private mutating func evaluation(_ module: BurrowModule) -> EvaluationPlan {
        var plan = EvaluationPlan()
        plan.expireCache = module.seconds("expire-cache", in: 0...Self.secondsMax, &context) ?? plan.expireCache
        plan.minimumComplete =
            module.number("minimum-complete", in: 0...1, &context).map { Float($0) } ?? plan.minimumComplete
        plan.allowedLag = module.integer("allowed-lag", in: 0...Int64.max, &context) ?? plan.allowedLag
        return plan
    }
}

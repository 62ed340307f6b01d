// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor

/// What one scrape is made from: each cluster asked once per rule set, so that sums and parts agree.
struct Scrape {
    struct Cluster {
        let view: any ClusterView
        let state: CollectorState
        /// By rule set; empty before the cluster is read.
        let reports: [RuleSet: [GroupReport]]
        let topics: [TopicState]

        func reports(_ rules: RuleSet) -> [GroupReport] { reports[rules] ?? [] }
    }

    let clusters: [Cluster]
    let detail: ServerPlan.MetricDetail

    /// Series of one family that has one per partition of each group.
    var partitions: Int {
        guard detail == .partition else { return 0 }
        return clusters.reduce(0) { sum, cluster in
            sum + (cluster.reports.values.first ?? []).reduce(0) { $0 + $1.partitions.count }
        }
    }

    init(_ views: [any ClusterView], rules: Set<RuleSet>, detail: ServerPlan.MetricDetail) {
        self.detail = detail
        clusters = views.map { view in
            let state = view.state
            var reports: [RuleSet: [GroupReport]] = [:]
            // Before everything is read a group's numbers would be those of the past.
            if state.isCaughtUp { for rules in rules { reports[rules] = view.reports(rules: rules) } }
            return Cluster(view: view, state: state, reports: reports, topics: view.topics())
        }
    }

    /// Labels that tell clusters apart where the monitor that is imitated watches one only.
    func extraLabels(_ cluster: Cluster) -> [(name: String, value: String)] {
        clusters.count > 1 ? [("cluster", cluster.view.name)] : []
    }
}

/// What series say of a partition of a group, without the references of its report.
struct PartitionNumbers {
    let status: Int64
    let isComplete: Bool
    let isAssigned: Bool
    /// As the rules have it.
    let lag: Int64
    /// To the high watermark.
    let plainLag: Int64
    /// Committed; nil: nothing.
    let offset: Int64?
    let timeLagMs: Int64?
    let retentionMargin: Int64?
    let dataLossMs: Int64?

    init(_ report: borrowing PartitionReport, _ overriding: LagStatus?) {
        status = Int64((overriding ?? report.status).rawValue)
        isComplete = report.complete == 1
        isAssigned = !(report.window.owner.isEmpty && report.window.clientID.isEmpty)
        lag = report.currentLag
        plainLag = report.window.currentLag
        offset = report.window.last?.offset
        timeLagMs = report.progress?.timeLagMs
        retentionMargin = report.progress?.retentionMargin
        dataLossMs = report.progress?.dataLossMs
    }
}

/// The labels of all groups and partitions of a scrape, in the names of one personality.
struct GroupLabels {
    struct Group {
        let state: CollectorState
        let report: GroupReport
        let set: LabelSets.Set
        /// One per topic, in the order of the partitions.
        let topics: [Topic]
        /// One per partition; empty where partitions are not told.
        let partitions: [LabelSets.Set]
        /// One per partition.
        let numbers: [PartitionNumbers]
    }

    struct Topic {
        let range: Range<Int>
        let set: LabelSets.Set
    }

    private(set) var sets: LabelSets
    private(set) var groups: [Group] = []

    /// `group` names a group's labels; topic and partition come behind them.
    init(
        _ scrape: Scrape, _ rules: RuleSet, topic: String = "topic", partition: String = "partition",
        withPartitions: Bool = true, group: (Scrape.Cluster, GroupReport) -> [(name: String, value: String)]
    ) {
        sets = LabelSets(room: withPartitions ? scrape.partitions * LagServerLimits.labelBytesGuess : 0)
        for cluster in scrape.clusters {
            for report in cluster.reports(rules) {
                let set = sets.add(group(cluster, report))
                var topics: [Topic] = []
                var partitions: [LabelSets.Set] = []
                let all = report.partitions
                // Burrow knows no status but its own.
                let overriding = rules == .sluice ? cluster.state.overridingStatus : nil
                partitions.reserveCapacity(withPartitions ? all.count : 0)
                var start = 0
                while start < all.count {
                    let name = all[start].window.topic
                    var end = start + 1
                    while end < all.count, all[end].window.topic == name { end += 1 }
                    let own = sets.add(set, [(topic, name)])
                    topics.append(Topic(range: start..<end, set: own))
                    if withPartitions {
                        for index in start..<end {
                            partitions.append(sets.add(own, partition, all[index].window.partition))
                        }
                    }
                    start = end
                }
                groups.append(
                    Group(
                        state: cluster.state, report: report, set: set, topics: topics, partitions: partitions,
                        numbers: all.map { PartitionNumbers($0, overriding) }))
            }
        }
    }

    /// A family with a series per group.
    func perGroup(_ text: inout MetricsText, _ family: Family, _ value: (Group) -> Int64?) {
        text.family(family)
        for group in groups { text.line(sets, group.set, value(group)) }
    }

    /// A family with a series per partition.
    func perPartition(_ text: inout MetricsText, _ family: Family, _ value: (PartitionNumbers) -> Int64?) {
        each(family, &text) { text, set, numbers in
            if let value = value(numbers) { text.line(sets, set, value) }
        }
    }

    /// A family with times per partition, in milliseconds.
    func perPartitionSeconds(_ text: inout MetricsText, _ family: Family, _ value: (PartitionNumbers) -> Int64?) {
        each(family, &text) { text, set, numbers in text.line(sets, set, ms: value(numbers)) }
    }

    private func each(
        _ family: Family, _ text: inout MetricsText,
        _ body: (inout MetricsText, LabelSets.Set, PartitionNumbers) -> Void
    ) {
        text.family(family)
        for group in groups {
            for index in group.partitions.indices { body(&text, group.partitions[index], group.numbers[index]) }
        }
    }
}

/// The labels of all topics and partitions of a scrape.
struct TopicLabels {
    private(set) var sets = LabelSets()
    private(set) var topics: [(state: TopicState, set: LabelSets.Set, partitions: [LabelSets.Set])] = []

    init(
        _ scrape: Scrape, topic: String = "topic", partition: String = "partition",
        cluster: (Scrape.Cluster) -> [(name: String, value: String)]
    ) {
        for one in scrape.clusters {
            let first = sets.add(cluster(one))
            for state in one.topics {
                let set = sets.add(first, [(topic, state.name)])
                let partitions = state.partitions.indices.map { sets.add(set, partition, $0) }
                topics.append((state, set, partitions))
            }
        }
    }

    func perTopic(_ text: inout MetricsText, _ family: Family, _ value: (TopicState) -> Int64?) {
        text.family(family)
        for topic in topics { text.line(sets, topic.set, value(topic.state)) }
    }

    func perPartition(_ text: inout MetricsText, _ family: Family, _ value: (TopicState.Partition) -> Int64?) {
        text.family(family)
        for topic in topics {
            for (set, partition) in zip(topic.partitions, topic.state.partitions) {
                text.line(sets, set, value(partition))
            }
        }
    }
}

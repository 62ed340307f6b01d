// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import Telemetry

/// Our own names: units at the end, nothing where nothing is known.
enum SluiceMetrics {
    static func write(_ scrape: Scrape, _ text: inout MetricsText) {
        let withPartitions = scrape.detail == .partition
        let labels = GroupLabels(scrape, .sluice, withPartitions: withPartitions) { cluster, report in
            [("cluster", cluster.view.name), ("group", report.group)]
        }
        groups(labels, &text)
        if withPartitions {
            partitions(labels, &text)
            topics(scrape, &text)
        }
        collectors(scrape, &text)
        brokers(scrape, &text)
    }

    private static func groups(_ labels: GroupLabels, _ text: inout MetricsText) {
        let sums = labels.groups.map { GroupSums($0.report) }
        func each(_ family: Family, _ line: (inout MetricsText, GroupLabels.Group, GroupSums) -> Void) {
            text.family(family)
            for (group, sums) in zip(labels.groups, sums) { line(&text, group, sums) }
        }
        let sets = labels.sets
        labels.perGroup(&text, Families.groupStatus) { Int64(($0.state.overridingStatus ?? $0.report.status).rawValue) }
        labels.perGroup(&text, Families.groupRecords) { $0.report.totalLag }
        labels.perGroup(&text, Families.groupMaxRecords) { group in
            group.report.worst.flatMap { index in
                group.report.partitions.indices.contains(index) ? group.report.partitions[index].currentLag : nil
            }
        }
        each(Families.groupSeconds) { $0.line(sets, $1.set, ms: $2.timeLagMs) }
        each(Families.groupGrowth) { $0.line(sets, $1.set, $2.velocity) }
        each(Families.groupCatchUp) { $0.line(sets, $1.set, ms: $2.catchUpMs) }
        each(Families.groupLost) { $0.line(sets, $1.set, $2.lostRecords) }
        each(Families.groupPhantom) { $0.line(sets, $1.set, $2.phantomLag) }
        each(Families.groupComplete) { text, group, _ in text.line(sets, group.set, Double(group.report.complete)) }
        labels.perGroup(&text, Families.groupPartitions) { Int64($0.report.partitions.count) }
        labels.perGroup(&text, Families.groupMembers) { $0.report.membership.map { Int64($0.members) } }
    }

    private static func partitions(_ labels: GroupLabels, _ text: inout MetricsText) {
        labels.perPartition(&text, Families.partitionStatus) { $0.status }
        labels.perPartition(&text, Families.partitionRecords) { $0.lag }
        labels.perPartitionSeconds(&text, Families.partitionSeconds) { $0.timeLagMs }
        labels.perPartition(&text, Families.partitionOffset) { $0.offset }
        labels.perPartition(&text, Families.partitionMargin) { $0.retentionMargin }
        labels.perPartitionSeconds(&text, Families.partitionDataLoss) { $0.dataLossMs }
    }

    private static func topics(_ scrape: Scrape, _ text: inout MetricsText) {
        let labels = TopicLabels(scrape) { [("cluster", $0.view.name)] }
        labels.perPartition(&text, Families.logStart) { $0.ends?.start }
        labels.perPartition(&text, Families.logEnd) { $0.ends?.highWatermark }
        labels.perPartition(&text, Families.logStable) { $0.ends?.lastStable }
    }

    private static func collectors(_ scrape: Scrape, _ text: inout MetricsText) {
        var sets = LabelSets()
        text.family(Families.collectorState)
        for cluster in scrape.clusters {
            for name in Schemas.states {
                let set = sets.add([("cluster", cluster.view.name), ("state", name)])
                text.line(sets, set, name == cluster.state.name ? 1 as Int64 : 0)
            }
        }
        let own = scrape.clusters.map { sets.add([("cluster", $0.view.name)]) }
        let counters = scrape.clusters.map(\.view.counters)
        for counter in CounterName.all {
            text.family(Families.collector(counter))
            for (set, counters) in zip(own, counters) { text.line(sets, set, counter.value(counters)) }
        }
        text.family(Families.collectorLeft)
        for (set, cluster) in zip(own, scrape.clusters) {
            text.line(sets, set, cluster.state.isCaughtUp ? 0 : cluster.state.recordsLeft)
        }
    }

    private static func brokers(_ scrape: Scrape, _ text: inout MetricsText) {
        var sets = LabelSets()
        let states = scrape.clusters.map { (sets.add([("cluster", $0.view.name)]), $0.view.brokers) }
        func each(_ family: Family, _ value: (BrokerState) -> Int64?) {
            text.family(family)
            for (set, state) in states { text.line(sets, set, value(state)) }
        }
        each(Families.brokers) { Int64($0.brokers.count) }
        each(Families.brokersExpected) { $0.expected.map(Int64.init) }
        each(Families.controller) { $0.controller >= 0 ? Int64($0.controller) : nil }
        each(Families.underReplicated) { Int64($0.underReplicated) }
        each(Families.offline) { Int64($0.offline) }
        text.family(Families.brokersSampled)
        for (set, state) in states { text.line(sets, set, ms: state.sampledAtMs) }
    }
}

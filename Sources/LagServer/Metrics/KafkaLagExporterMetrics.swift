// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor

/// The names of kafka-lag-exporter 0.8. A value that it would tell as NaN is left out.
enum KafkaLagExporterMetrics {
    static let offset = Family("kafka_consumergroup_group_offset", "Committed offset of a group in a partition.")
    static let lag = Family("kafka_consumergroup_group_lag", "Lag of a group in a partition.")
    static let lagSeconds = Family("kafka_consumergroup_group_lag_seconds", "Time lag of a group in a partition.")
    static let maxLag = Family("kafka_consumergroup_group_max_lag", "Highest lag of a group's partitions.")
    static let maxSeconds = Family("kafka_consumergroup_group_max_lag_seconds", "Highest time lag of a group.")
    static let sumLag = Family("kafka_consumergroup_group_sum_lag", "Lag of a group, summed.")
    static let topicLag = Family("kafka_consumergroup_group_topic_sum_lag", "Lag of a group in a topic.")
    static let latest = Family("kafka_partition_latest_offset", "High watermark of a partition.")
    static let earliest = Family("kafka_partition_earliest_offset", "First offset of a partition.")

    static let all = [offset, lag, lagSeconds, maxLag, maxSeconds, sumLag, topicLag, latest, earliest]

    static func write(_ scrape: Scrape, _ text: inout MetricsText) {
        let labels = GroupLabels(scrape, .sluice) { cluster, report in
            [("cluster_name", cluster.view.name), ("group", report.group)]
        }
        partitions(labels, &text)
        labels.perGroup(&text, maxLag) { $0.numbers.map(\.plainLag).max() }
        text.family(maxSeconds)
        for group in labels.groups { text.line(labels.sets, group.set, ms: GroupSums(group.report).timeLagMs) }
        labels.perGroup(&text, sumLag) { group in
            group.numbers.reduce(0 as Int64) { Saturating.sum($0, $1.plainLag) }
        }
        labels.perTopic(&text, topicLag) { $0.plainLag }
        let topics = TopicLabels(scrape) { [("cluster_name", $0.view.name)] }
        topics.perPartition(&text, latest) { $0.ends?.highWatermark }
        topics.perPartition(&text, earliest) { $0.ends?.start }
    }

    /// Series with the member behind the partition.
    private static func partitions(_ labels: GroupLabels, _ text: inout MetricsText) {
        var sets = labels.sets
        var members: [LabelSets.Set] = []
        for group in labels.groups {
            for (set, partition) in zip(group.partitions, group.report.partitions) {
                let window = partition.window
                // Offsets are stored without the member's id.
                members.append(
                    sets.add(
                        set, [("member_host", window.owner), ("consumer_id", ""), ("client_id", window.clientID)]))
            }
        }
        func each(_ family: Family, _ line: (inout MetricsText, LabelSets.Set, PartitionNumbers) -> Void) {
            text.family(family)
            var next = 0
            for group in labels.groups {
                for numbers in group.numbers {
                    line(&text, members[next], numbers)
                    next += 1
                }
            }
        }
        each(offset) { $0.line(sets, $1, $2.offset) }
        each(lag) { $0.line(sets, $1, $2.offset == nil ? nil : $2.plainLag) }
        each(lagSeconds) { $0.line(sets, $1, ms: $2.timeLagMs) }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor

/// The names of kafka_exporter 1.9. Where it would tell a negative lag this tells 0, and -1 only where nothing was
/// committed.
enum KafkaExporterMetrics {
    static let brokers = Family("kafka_brokers", "Brokers of the cluster.")
    static let brokerInfo = Family("kafka_broker_info", "1 for each broker.")
    static let partitions = Family("kafka_topic_partitions", "Partitions of a topic.")
    static let newest = Family("kafka_topic_partition_current_offset", "High watermark of a partition.")
    static let oldest = Family("kafka_topic_partition_oldest_offset", "First offset of a partition.")
    static let leader = Family("kafka_topic_partition_leader", "Broker id of a partition's leader.")
    static let replicas = Family("kafka_topic_partition_replicas", "Replicas of a partition.")
    static let inSync = Family("kafka_topic_partition_in_sync_replica", "Replicas of a partition that are in sync.")
    static let preferred = Family(
        "kafka_topic_partition_leader_is_preferred", "1 where a partition's leader is its first replica.")
    static let underReplicated = Family(
        "kafka_topic_partition_under_replicated_partition", "1 where replicas of a partition are not in sync.")
    static let offset = Family("kafka_consumergroup_current_offset", "Committed offset of a group in a partition.")
    static let offsetSum = Family("kafka_consumergroup_current_offset_sum", "Committed offsets of a group in a topic.")
    static let lag = Family("kafka_consumergroup_lag", "Lag of a group in a partition; -1 where it never committed.")
    static let lagSum = Family("kafka_consumergroup_lag_sum", "Lag of a group in a topic.")
    static let members = Family("kafka_consumergroup_members", "Members of a group.")

    static let all = [
        brokers, brokerInfo, partitions, newest, oldest, leader, replicas, inSync, preferred, underReplicated, offset,
        offsetSum, lag, lagSum, members,
    ]

    static func write(_ scrape: Scrape, _ text: inout MetricsText) {
        text.family(brokers)
        for cluster in scrape.clusters {
            text.line(scrape.extraLabels(cluster), Int64(cluster.view.brokers.brokers.count))
        }
        text.family(brokerInfo)
        for cluster in scrape.clusters {
            for broker in cluster.view.brokers.brokers {
                let labels = [("id", "\(broker.id)"), ("address", "\(broker.host):\(broker.port)")]
                text.line(labels + scrape.extraLabels(cluster), 1)
            }
        }
        topics(TopicLabels(scrape, cluster: scrape.extraLabels), &text)
        groups(scrape, &text)
    }

    private static func topics(_ labels: TopicLabels, _ text: inout MetricsText) {
        labels.perTopic(&text, partitions) { Int64($0.partitions.count) }
        labels.perPartition(&text, newest) { $0.ends?.highWatermark }
        labels.perPartition(&text, oldest) { $0.ends?.start }
        labels.perPartition(&text, leader) { Int64($0.leader) }
        labels.perPartition(&text, replicas) { Int64($0.replicas.count) }
        labels.perPartition(&text, inSync) { Int64($0.inSync.count) }
        labels.perPartition(&text, preferred) { $0.leader >= 0 && $0.leader == $0.replicas.first ? 1 : 0 }
        labels.perPartition(&text, underReplicated) { $0.inSync.count < $0.replicas.count ? 1 : 0 }
    }

    private static func groups(_ scrape: Scrape, _ text: inout MetricsText) {
        let labels = GroupLabels(scrape, .sluice) { cluster, report in
            scrape.extraLabels(cluster) + [("consumergroup", report.group)]
        }
        labels.perPartition(&text, offset) { $0.offset ?? -1 }
        labels.perTopic(&text, offsetSum) { $0.offset ?? 0 }
        labels.perPartition(&text, lag) { $0.offset == nil ? -1 : $0.plainLag }
        labels.perTopic(&text, lagSum) { $0.offset == nil ? 0 : $0.plainLag }
        labels.perGroup(&text, members) { $0.report.membership.map { Int64($0.members) } }
    }
}

extension GroupLabels {
    /// A family with a series per topic of a group: the sum over its partitions.
    func perTopic(_ text: inout MetricsText, _ family: Family, _ value: (PartitionNumbers) -> Int64) {
        text.family(family)
        for group in groups {
            for topic in group.topics {
                let sum = group.numbers[topic.range].reduce(0 as Int64) { Saturating.sum($0, value($1)) }
                text.line(sets, topic.set, sum)
            }
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import Telemetry

/// The names of KMinion 2. Left out is what it measures and Sluice does not: log directories, its end-to-end probe,
/// commits per group, members per topic.
enum KMinionMetrics {
    static let up = Family("kminion_exporter_up", "1 for the exporter that answers.")
    static let consumed = Family(
        "kminion_exporter_offset_consumer_records_consumed_total", .counter,
        "Records of the offsets topic that were read.")
    static let brokerInfo = Family("kminion_kafka_broker_info", "1 for each broker.")
    static let clusterInfo = Family("kminion_kafka_cluster_info", "1 for the cluster.")
    static let topicInfo = Family("kminion_kafka_topic_info", "1 for each topic.")
    static let low = Family("kminion_kafka_topic_partition_low_water_mark", "First offset of a partition.")
    static let high = Family("kminion_kafka_topic_partition_high_water_mark", "High watermark of a partition.")
    static let lowSum = Family("kminion_kafka_topic_low_water_mark_sum", "First offsets of a topic.")
    static let highSum = Family("kminion_kafka_topic_high_water_mark_sum", "High watermarks of a topic.")
    static let groupInfo = Family("kminion_kafka_consumer_group_info", "1 for each group.")
    static let members = Family("kminion_kafka_consumer_group_members", "Members of a group.")
    static let assigned = Family(
        "kminion_kafka_consumer_group_topic_assigned_partitions", "Partitions of a topic that members of a group have.")
    static let offsetSum = Family(
        "kminion_kafka_consumer_group_topic_offset_sum", "Committed offsets of a group in a topic.")
    static let partitionLag = Family(
        "kminion_kafka_consumer_group_topic_partition_lag", "Lag of a group in a partition.")
    static let topicLag = Family("kminion_kafka_consumer_group_topic_lag", "Lag of a group in a topic.")

    static let all = [
        up, consumed, brokerInfo, clusterInfo, topicInfo, low, high, lowSum, highSum, groupInfo, members, assigned,
        offsetSum, partitionLag, topicLag,
    ]

    static func write(_ scrape: Scrape, _ text: inout MetricsText) {
        clusters(scrape, &text)
        topics(scrape, &text)
        groups(scrape, &text)
    }

    private static func clusters(_ scrape: Scrape, _ text: inout MetricsText) {
        text.family(up)
        text.line([("version", "sluice")], 1)
        text.family(consumed)
        for cluster in scrape.clusters {
            text.line(scrape.extraLabels(cluster), cluster.view.counters.records)
        }
        text.family(brokerInfo)
        for cluster in scrape.clusters {
            let state = cluster.view.brokers
            for broker in state.brokers {
                let labels = [
                    ("address", broker.host), ("broker_id", "\(broker.id)"),
                    ("is_controller", broker.id == state.controller ? "true" : "false"), ("port", "\(broker.port)"),
                    ("rack_id", ""),
                ]
                text.line(labels + scrape.extraLabels(cluster), 1)
            }
        }
        text.family(clusterInfo)
        for cluster in scrape.clusters {
            let state = cluster.view.brokers
            let labels = [
                ("broker_count", "\(state.brokers.count)"), ("cluster_id", state.clusterID ?? ""),
                ("cluster_version", ""), ("controller_id", "\(state.controller)"),
            ]
            text.line(labels + scrape.extraLabels(cluster), 1)
        }
    }

    private static func topics(_ scrape: Scrape, _ text: inout MetricsText) {
        text.family(topicInfo)
        for cluster in scrape.clusters {
            for topic in cluster.topics {
                let labels = [
                    ("cleanup_policy", ""), ("partition_count", "\(topic.partitions.count)"),
                    ("replication_factor", "\(topic.partitions.first?.replicas.count ?? 0)"),
                    ("topic_name", topic.name),
                ]
                text.line(labels + scrape.extraLabels(cluster), 1)
            }
        }
        let labels = TopicLabels(scrape, topic: "topic_name", partition: "partition_id", cluster: scrape.extraLabels)
        if scrape.detail == .partition {
            labels.perPartition(&text, low) { $0.ends?.start }
            labels.perPartition(&text, high) { $0.ends?.highWatermark }
        }
        labels.perTopic(&text, lowSum) { sum($0.partitions.compactMap { $0.ends?.start }) }
        labels.perTopic(&text, highSum) { sum($0.partitions.compactMap { $0.ends?.highWatermark }) }
    }

    private static func sum(_ values: [Int64]) -> Int64 { values.reduce(0, Saturating.sum) }

    private static func groups(_ scrape: Scrape, _ text: inout MetricsText) {
        text.family(groupInfo)
        for cluster in scrape.clusters {
            for report in cluster.reports(.sluice) {
                let membership = report.membership
                let labels = [
                    ("coordinator_id", membership.map { "\($0.coordinator)" } ?? ""), ("group_id", report.group),
                    ("protocol", ""), ("protocol_type", membership?.protocolType ?? ""),
                    ("state", membership?.state ?? ""),
                ]
                text.line(labels + scrape.extraLabels(cluster), 1)
            }
        }
        let withPartitions = scrape.detail == .partition
        let labels = GroupLabels(
            scrape, .sluice, topic: "topic_name", partition: "partition_id", withPartitions: withPartitions
        ) { cluster, report in scrape.extraLabels(cluster) + [("group_id", report.group)] }
        labels.perGroup(&text, members) { $0.report.membership.map { Int64($0.members) } }
        labels.perTopic(&text, assigned) { $0.isAssigned ? 1 : 0 }
        labels.perTopic(&text, offsetSum) { $0.offset ?? 0 }
        if withPartitions { labels.perPartition(&text, partitionLag) { $0.plainLag } }
        labels.perTopic(&text, topicLag) { $0.plainLag }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor

/// The names of Burrow 1.9.5 (httpserver, prometheus).
enum BurrowMetrics {
    static let groupLag = Family("burrow_kafka_consumer_lag_total", "Lag of a group, summed over its partitions.")
    static let groupStatus = Family(
        "burrow_kafka_consumer_status", "Status of a group: 1 OK, 2 WARN, 3 ERR; that of its worst partition.")
    static let partitionLag = Family("burrow_kafka_consumer_partition_lag", "Lag of a group in a partition.")
    static let partitionOffset = Family(
        "burrow_kafka_consumer_current_offset", "Newest committed offset, once the window is full.")
    static let partitionStatus = Family(
        "burrow_kafka_topic_partition_status",
        "Status of a group's partition, once the window is full: 1 OK, 2 WARN, 4 STOP, 5 STALL, 6 REWIND.")
    static let topicOffset = Family("burrow_kafka_topic_partition_offset", "High watermark of a partition.")

    static let all = [groupLag, groupStatus, partitionLag, partitionOffset, partitionStatus, topicOffset]

    static func write(_ scrape: Scrape, _ rules: RuleSet, _ text: inout MetricsText) {
        let labels = GroupLabels(scrape, rules) { cluster, report in
            [("cluster", cluster.view.name), ("consumer_group", report.group)]
        }
        labels.perGroup(&text, groupLag) { $0.report.totalLag }
        labels.perGroup(&text, groupStatus) { Int64($0.report.status.rawValue) }
        labels.perPartition(&text, partitionLag) { $0.lag }
        labels.perPartition(&text, partitionOffset) { $0.isComplete ? $0.offset : nil }
        labels.perPartition(&text, partitionStatus) { $0.isComplete ? $0.status : nil }
        TopicLabels(scrape) { [("cluster", $0.view.name)] }.perPartition(&text, topicOffset) {
            $0.ends?.highWatermark
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import Telemetry

/// The families of our own names; the reference page lists them.
enum Families {
    private static let statusHelp = LagStatus.allCases.map { "\($0.rawValue) \($0.name)" }.joined(separator: ", ")

    static let groupStatus = Family("sluice_lag_group_status", "Status of a group: \(statusHelp).")
    static let groupRecords = Family("sluice_lag_group_records", "Records that a group is behind, summed.")
    static let groupMaxRecords = Family(
        "sluice_lag_group_max_records", "Records that a group's worst partition is behind.")
    static let groupSeconds = Family(
        "sluice_lag_group_seconds", "Age of the oldest record that a group has not committed.")
    static let groupGrowth = Family(
        "sluice_lag_group_growth_records_per_second", "Growth of a group's lag; negative where it catches up.")
    static let groupCatchUp = Family(
        "sluice_lag_group_catch_up_seconds", "Time until a group's lag is gone; absent where it does not go.")
    static let groupLost = Family(
        "sluice_lag_group_lost_records", "Records that retention took before a group committed them.")
    static let groupPhantom = Family(
        "sluice_lag_group_phantom_records", "Offsets of a group's lag that are no records for it.")
    static let groupComplete = Family(
        "sluice_lag_group_complete_ratio", "Share of a group's partitions whose windows are full.")
    static let groupPartitions = Family("sluice_lag_group_partitions", "Partitions that a group has offsets for.")
    static let groupMembers = Family("sluice_lag_group_members", "Members of a group.")

    static let partitionStatus = Family(
        "sluice_lag_partition_status", "Status of a group's partition, numbers as those of a group.")
    static let partitionRecords = Family(
        "sluice_lag_partition_records", "Records that a group is behind in a partition.")
    static let partitionSeconds = Family(
        "sluice_lag_partition_seconds", "Age of the oldest record of a partition that a group has not committed.")
    static let partitionOffset = Family("sluice_lag_partition_committed_offset", "Offset that a group has committed.")
    static let partitionMargin = Family(
        "sluice_lag_partition_retention_margin_records", "Records between a log's start and a group's commit.")
    static let partitionDataLoss = Family(
        "sluice_lag_partition_data_loss_seconds", "Time until retention reaches a group's commit, where it does.")

    static let logStart = Family("sluice_lag_log_start_offset", "First offset of a partition's log.")
    static let logEnd = Family("sluice_lag_log_end_offset", "High watermark of a partition's log.")
    static let logStable = Family("sluice_lag_log_stable_offset", "Last stable offset of a partition's log.")

    static let collectorState = Family(
        "sluice_lag_collector_state", "1 for the state that the monitor of a cluster is in, 0 for the others.")
    static let collectorLeft = Family(
        "sluice_lag_collector_left_records", "Records to read before groups of a cluster are judged.")

    static let brokers = Family("sluice_lag_brokers", "Brokers that metadata name.")
    static let brokersExpected = Family("sluice_lag_brokers_expected", "Brokers that there should be.")
    static let controller = Family("sluice_lag_controller_id", "Broker id of the controller.")
    static let underReplicated = Family(
        "sluice_lag_under_replicated_partitions", "Partitions with replicas that are not in sync.")
    static let offline = Family("sluice_lag_offline_partitions", "Partitions without a leader.")
    static let brokersSampled = Family(
        "sluice_lag_brokers_sampled_timestamp_seconds", "When the brokers were asked last, since 1970.")

    static func collector(_ counter: CounterName) -> Family {
        let name = "sluice_lag_collector_\(counter.name)"
        return counter.isGauge
            ? Family("\(name)_records", .gauge, counter.doc) : Family("\(name)_total", .counter, counter.doc)
    }

    static let perGroup = [
        groupStatus, groupRecords, groupMaxRecords, groupSeconds, groupGrowth, groupCatchUp, groupLost, groupPhantom,
        groupComplete, groupPartitions, groupMembers,
    ]
    static let perPartition = [
        partitionStatus, partitionRecords, partitionSeconds, partitionOffset, partitionMargin, partitionDataLoss,
    ]
    static let perLog = [logStart, logEnd, logStable]
    static let perCluster =
        [collectorState, collectorLeft] + CounterName.all.map(collector)
        + [brokers, brokersExpected, controller, underReplicated, offline, brokersSampled]
}

extension Family {
    init(_ name: String, _ help: String) { self.init(name, .gauge, help) }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor

extension Schemas {
    private typealias Property = Schema.Property

    static let groupSchemas: [Named] = [
        Named(
            name: "Groups", doc: "A page of groups.",
            properties: [
                Property("cluster", .string, "The cluster."),
                Property("state", .choice(states), "That of the cluster."),
                Property("matching", .integer, "Groups that fit the filters, on all pages."),
                Property("groups", .list(.named("GroupSummary")), "By name."),
                Property("next_page_token", .optional(.string), "Of the next page; null: this is the last."),
            ]),
        Named(name: "GroupSummary", doc: "A group in short.", properties: groupSummary),
        Named(
            name: "Group", doc: "Everything about a group.",
            properties: groupSummary + [
                Property("state", .choice(states), "That of the cluster."),
                Property("membership", .optional(.named("Membership")), "Its members; null: not known."),
                Property("partitions", .list(.named("Partition")), "By topic, then number."),
            ]),
        Named(
            name: "WorstPartition", doc: "The partition with the highest lag.",
            properties: [
                Property("topic", .string, "Its topic."), Property("partition", .integer, "Its number."),
                Property("lag", .integer, "Its lag in records."),
            ]),
        Named(
            name: "Membership", doc: "A group's members and state.",
            properties: [
                Property("state", .string, "As Kafka names it; empty: unknown."),
                Property("protocol_type", .string, "`consumer`, `connect`; empty for a group that only commits."),
                Property("members", .integer, "How many."),
                Property("coordinator", .optional(.integer), "The coordinator's broker id; null: unknown."),
            ]),
        Named(
            name: "Partition", doc: "A partition of a group.",
            properties: [
                Property("topic", .string, "Its topic."), Property("partition", .integer, "Its number."),
                Property("status", .choice(statuses), "How it does."),
                Property("lag", .integer, "Records between the commit and the end that the group can reach."),
                Property("complete", .number, "Share of the window that is filled, 0 to 1."),
                Property("owner", .string, "The member's host; empty: unknown."),
                Property("client_id", .string, "The member's client id; empty: unknown."),
                Property("is_sealed", .boolean, "Whether lag is measured to what Sluice has sealed."),
                Property("committed", .optional(.named("Commit")), "The newest commit; null: none."),
                Property("ends", .optional(.named("LogEnds")), "Where the log begins and ends; null: not sampled."),
            ] + progress + [
                Property("window", .list(.optional(.named("Commit"))), "The commits that are judged, oldest first."),
                Property("trace", .list(.named("RuleStep")), "The rules that were asked; the last decided."),
            ]),
        Named(
            name: "Commit", doc: "A commit.",
            properties: [
                Property("offset", .integer, "The committed offset."),
                Property("timestamp_ms", .integer, "The commit's own time."),
                Property("observed_at_ms", .integer, "When the monitor took it in."),
                Property("lag", .optional(.integer), "The lag at that moment; null: the commit came late."),
            ]),
        Named(
            name: "RuleStep", doc: "A rule that was asked.",
            properties: [
                Property("rule", .string, "Its name."), Property("holds", .boolean, "What it said."),
                Property("inputs", .map(.integer), "What it compared."),
            ]),
        Named(
            name: "Removed", doc: "What was forgotten.",
            properties: [Property("removed", .boolean, "Always true; 404 where nothing was there.")]),
    ]

    private static let groupSummary: [Property] = [
        Property("cluster", .string, "The cluster."), Property("group", .string, "Its name."),
        Property(
            "status", .choice(statuses),
            "That of its worst partition, at most `ERR`; `UNKNOWN` while the monitor is blind, `catching_up` before it "
                + "has read everything."),
        Property("total_lag", .integer, "Sum over the partitions, in records."),
        Property("partition_count", .integer, "How many partitions it has offsets for."),
        Property("complete", .number, "Share of the partitions with a full window, 0 to 1."),
        Property("worst", .optional(.named("WorstPartition")), "Where the lag is highest; null without partitions."),
        Property("time_lag_ms", .optional(.integer), "The longest of the partitions; null: not known."),
        Property("time_lag_at_least", .boolean, "Whether it is a lower bound: older than all that is known."),
        Property("velocity", .optional(.number), "Growth of the lag in records a second, summed."),
        Property(
            "catch_up_ms", .optional(.integer), "Until the last partition has caught up; null: never, or not known."),
        Property("lost_records", .integer, "Records that retention took before they were committed."),
        Property("phantom_lag", .integer, "Lag that consists of no records."),
        Property("evaluated_at_ms", .integer, "When it was judged."),
    ]

    private static let progress: [Property] = [
        Property("time_lag_ms", .optional(.integer), "Age of the first record that is not committed."),
        Property("time_lag_at_least", .boolean, "Whether that is a lower bound: older than all that is known."),
        Property("time_lag_error_ms", .optional(.integer), "By how much it may be wrong."),
        Property(
            "time_lag_method", .optional(.choice(["history", "offsets_for_times", "caught_up"])),
            "Where the time lag comes from."),
        Property("velocity", .optional(.number), "Growth of the lag in records a second; negative: it catches up."),
        Property(
            "catch_up_ms", .optional(.integer), "Until the lag is gone at that velocity; null: never, or not known."),
        Property("retention_margin", .optional(.integer), "Records between the log's start and the commit."),
        Property("data_loss_ms", .optional(.integer), "Until retention reaches the commit; null: not in sight."),
        Property("lost_records", .integer, "Records that retention took before they were committed."),
        Property("phantom_lag", .integer, "Lag that consists of no records."),
    ]
}

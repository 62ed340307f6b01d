// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor
import Telemetry

extension NativeAPI {
    /// What a client wants of the list of groups.
    private struct Filter {
        var statuses: Set<String>?
        var prefix = ""
        var limit = LagServerLimits.pageGroups
        /// The last name of the page before.
        var after: String?

        /// Nil where the query makes no sense, with the reason in `fault`.
        init?(_ query: HTTPFields, _ fault: inout String) {
            prefix = query["prefix"] ?? ""
            after = query["page_token"]
            if let text = query["status"] {
                let names = Set(text.split(separator: ",").map(String.init))
                if let wrong = names.subtracting(Schemas.statuses).min() {
                    fault = "'\(wrong)' is no status; there are \(Schemas.statuses.joined(separator: ", "))"
                    return nil
                }
                statuses = names
            }
            if let text = query["limit"] {
                guard let number = Int(text), (1...LagServerLimits.pageGroupsMax).contains(number) else {
                    fault = "'limit' is a number from 1 to \(LagServerLimits.pageGroupsMax)"
                    return nil
                }
                limit = number
            }
        }

        func takes(_ report: GroupReport, _ status: LagStatus) -> Bool {
            report.group.hasPrefix(prefix) && statuses?.contains(status.name) ?? true
        }
    }

    func groups(_ call: Call) -> HTTPResponse {
        guard let cluster = watch.cluster(call["cluster"]) else { return unknownCluster(call) }
        var fault = ""
        guard let filter = Filter(call.request.query, &fault) else {
            return Failure.native(.badRequest, "bad_request", fault)
        }
        let state = cluster.state
        let matching = cluster.reports(rules: .sluice).filter {
            filter.takes($0, state.overridingStatus ?? $0.status)
        }
        let rest = filter.after.map { after in matching.filter { $0.group > after } } ?? matching
        let page = rest.prefix(filter.limit)
        return document { json in
            json.field("cluster", cluster.name)
            json.field("state", state.name)
            json.field("matching", matching.count)
            json.key("groups")
            json.array(page) { json, report in json.object { summary(report, state, &$0) } }
            json.field("next_page_token", page.count < rest.count ? page.last?.group : nil)
        }
    }

    func group(_ call: Call) -> HTTPResponse {
        guard let cluster = watch.cluster(call["cluster"]) else { return unknownCluster(call) }
        let state = cluster.state
        guard let report = cluster.report(on: call["group"], rules: .sluice) else {
            if !state.isCaughtUp {
                return Failure.native(
                    .notFound, "catching_up", "the offsets of this cluster are not all read yet; ask again")
            }
            return Failure.native(.notFound, "not_found", "there is no group '\(call["group"])'")
        }
        return document { json in
            summary(report, state, &json)
            json.field("state", state.name)
            json.key("membership")
            membership(report.membership, &json)
            json.key("partitions")
            json.array(report.partitions) { json, partition in
                json.object { self.partition(partition, state, &$0) }
            }
        }
    }

    func remove(_ call: Call, _ pages: LagPages) -> HTTPResponse {
        guard watch.cluster(call["cluster"]) != nil else { return unknownCluster(call) }
        guard pages.remove(call) else {
            return Failure.native(.notFound, "not_found", "there is nothing of group '\(call["group"])' to remove")
        }
        return document { $0.field("removed", true) }
    }

    private func summary(_ report: GroupReport, _ state: CollectorState, _ json: inout JSONWriter) {
        let sums = GroupSums(report)
        json.field("cluster", report.cluster)
        json.field("group", report.group)
        json.field("status", (state.overridingStatus ?? report.status).name)
        json.field("total_lag", report.totalLag)
        json.field("partition_count", report.partitions.count)
        json.field("complete", report.complete)
        json.key("worst")
        if let worst = report.worst, report.partitions.indices.contains(worst) {
            let partition = report.partitions[worst]
            json.object { json in
                json.field("topic", partition.window.topic)
                json.field("partition", partition.window.partition)
                json.field("lag", partition.currentLag)
            }
        } else {
            json.null()
        }
        json.field("time_lag_ms", sums.timeLagMs)
        json.field("time_lag_at_least", sums.isTimeLagAtLeast)
        json.field("velocity", sums.velocity)
        json.field("catch_up_ms", sums.catchUpMs)
        json.field("lost_records", sums.lostRecords)
        json.field("phantom_lag", sums.phantomLag)
        json.field("evaluated_at_ms", report.evaluatedAtMs)
    }

    private func membership(_ membership: GroupMembership?, _ json: inout JSONWriter) {
        guard let membership else { return json.null() }
        json.object { json in
            json.field("state", membership.state)
            json.field("protocol_type", membership.protocolType)
            json.field("members", membership.members)
            json.field("coordinator", membership.coordinator >= 0 ? membership.coordinator : nil)
        }
    }

    private func partition(_ report: PartitionReport, _ state: CollectorState, _ json: inout JSONWriter) {
        let (window, progress) = (report.window, report.progress)
        json.field("topic", window.topic)
        json.field("partition", window.partition)
        json.field("status", (state.overridingStatus ?? report.status).name)
        json.field("lag", report.currentLag)
        json.field("complete", report.complete)
        json.field("owner", window.owner)
        json.field("client_id", window.clientID)
        json.field("is_sealed", window.isSealed)
        json.key("committed")
        commit(window.last, &json)
        json.key("ends")
        ends(window.ends, &json)
        json.field("time_lag_ms", progress?.timeLagMs)
        json.field("time_lag_at_least", progress?.isTimeLagAtLeast ?? false)
        json.field("time_lag_error_ms", progress?.timeLagErrorMs)
        json.field("time_lag_method", progress?.method?.rawValue)
        json.field("velocity", progress?.velocity)
        json.field("catch_up_ms", progress?.catchUpMs)
        json.field("retention_margin", progress?.retentionMargin)
        json.field("data_loss_ms", progress?.dataLossMs)
        json.field("lost_records", progress?.lostRecords ?? 0)
        json.field("phantom_lag", progress?.phantomLag ?? 0)
        json.key("window")
        json.array(window.slots) { commit($1, &$0) }
        json.key("trace")
        json.array(report.trace.steps) { json, step in
            json.object { json in
                json.field("rule", step.rule)
                json.field("holds", step.holds)
                json.key("inputs")
                json.object { json in for input in step.inputs { json.field(input.name, input.value) } }
            }
        }
    }

    private func commit(_ slot: CommitSlot?, _ json: inout JSONWriter) {
        guard let slot else { return json.null() }
        json.object { json in
            json.field("offset", slot.offset)
            json.field("timestamp_ms", slot.timestampMs)
            json.field("observed_at_ms", slot.observedAtMs)
            json.field("lag", slot.lag)
        }
    }
}

/// A group's progress, from that of its partitions.
struct GroupSums {
    /// The longest; nil where no partition knows.
    private(set) var timeLagMs: Int64?
    /// Whether that one is a lower bound.
    private(set) var isTimeLagAtLeast = false
    /// The sum; nil where no partition knows.
    private(set) var velocity: Double?
    /// Of the partition that takes longest; nil where one never gets there.
    private(set) var catchUpMs: Int64?
    private(set) var lostRecords: Int64 = 0
    private(set) var phantomLag: Int64 = 0

    init(_ report: GroupReport) {
        var catchesUp = !report.partitions.isEmpty
        for partition in report.partitions {
            guard let progress = partition.progress else {
                catchesUp = false
                continue
            }
            if let time = progress.timeLagMs, time > timeLagMs ?? -1 {
                timeLagMs = time
                isTimeLagAtLeast = progress.isTimeLagAtLeast
            }
            if let speed = progress.velocity { velocity = (velocity ?? 0) + speed }
            if let time = progress.catchUpMs {
                catchUpMs = max(catchUpMs ?? 0, time)
            } else if partition.currentLag > progress.phantomLag {
                catchesUp = false
            }
            lostRecords = Saturating.sum(lostRecords, progress.lostRecords)
            phantomLag = Saturating.sum(phantomLag, progress.phantomLag)
        }
        catchUpMs = catchesUp ? catchUpMs ?? 0 : nil
    }
}

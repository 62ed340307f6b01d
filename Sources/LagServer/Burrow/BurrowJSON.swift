// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import Telemetry

/// Writes groups as Burrow's types are marshalled (1.9.5, protocol), or as those of 1.2.1.
struct BurrowJSON {
    /// Burrow 1.2.1's: no `observedAt`, lags never null, statuses without client id.
    private let isOld: Bool

    init(_ rules: RuleSet) {
        isOld = rules == .burrow12
    }

    /// The status of a group; nil: not found.
    func status(
        _ report: GroupReport?, _ cluster: String, _ group: String, showsAll: Bool, _ json: inout JSONWriter
    ) {
        json.object { json in
            json.field("cluster", cluster)
            json.field("group", group)
            json.field("status", (report?.status ?? .notFound).name)
            json.field("complete", report?.complete ?? 1)
            json.key("partitions")
            let shown = (report?.partitions ?? []).filter { showsAll || $0.status.rawValue > LagStatus.ok.rawValue }
            json.array(shown) { partition($1, &$0) }
            json.field("partition_count", report?.partitions.count ?? 0)
            json.key("maxlag")
            if let report, let worst = report.worst, report.partitions.indices.contains(worst) {
                partition(report.partitions[worst], &json)
            } else {
                json.null()
            }
            json.field("totallag", report?.totalLag ?? 0)
        }
    }

    private func partition(_ report: PartitionReport, _ json: inout JSONWriter) {
        let window = report.window
        json.object { json in
            json.field("topic", window.topic)
            json.field("partition", window.partition)
            json.field("owner", window.owner)
            json.field("client_id", isOld ? "" : window.clientID)
            json.field("status", report.status.name)
            json.key("start")
            slot(window.slots.first { $0 != nil } ?? nil, &json)
            json.key("end")
            slot(window.last, &json)
            json.field("current_lag", report.currentLag)
            json.field("complete", report.complete)
        }
    }

    /// The windows by topic, each topic's list by partition.
    func topics(_ windows: GroupWindows, _ json: inout JSONWriter) {
        json.object { json in
            var rest = windows.partitions[...]
            while let first = rest.first {
                let own = rest.prefix { $0.topic == first.topic }
                rest = rest.dropFirst(own.count)
                json.key(first.topic)
                json.array(own) { json, window in
                    json.object { json in
                        json.key("offsets")
                        json.array(window.slots) { slot($1, &$0) }
                        json.field("owner", window.owner)
                        json.field("client_id", window.clientID)
                        json.field("current-lag", window.currentLag)
                    }
                }
            }
        }
    }

    private func slot(_ slot: CommitSlot?, _ json: inout JSONWriter) {
        guard let slot else { return json.null() }
        json.object { json in
            json.field("offset", slot.offset)
            json.field("timestamp", slot.timestampMs)
            if isOld {
                json.field("lag", slot.lag ?? 0)
            } else {
                json.field("observedAt", slot.observedAtMs)
                json.field("lag", slot.lag)
            }
        }
    }
}

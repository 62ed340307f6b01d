// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor
import Telemetry

/// API v1: clusters and topics. Groups are judged by rule set `sluice`.
struct NativeAPI: Sendable {
    let watch: Watch

    init(_ watch: Watch) {
        self.watch = watch
    }

    static func response(_ json: JSONWriter, _ status: HTTPStatus = .ok) -> HTTPResponse {
        HTTPResponse(
            status,
            headers: [
                ("Content-Type", "application/json"), ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ], body: json.bytes + [0x0A])
    }

    func document(_ body: (inout JSONWriter) -> Void) -> HTTPResponse {
        var json = JSONWriter()
        json.object(body)
        return Self.response(json)
    }

    func unknownCluster(_ call: Call) -> HTTPResponse {
        Failure.native(.notFound, "not_found", "there is no cluster '\(call["cluster"])'")
    }

    func clusters(_ call: Call) -> HTTPResponse {
        document { json in
            json.key("clusters")
            json.array(watch.clusters) { json, cluster in json.object { summary(cluster, &$0) } }
        }
    }

    func cluster(_ call: Call) -> HTTPResponse {
        guard let cluster = watch.cluster(call["cluster"]) else { return unknownCluster(call) }
        return document { json in
            summary(cluster, &json)
            json.key("brokers")
            json.object { brokers(cluster.brokers, &$0) }
            json.key("counters")
            let counters = cluster.counters
            json.object { json in for counter in CounterName.all { json.field(counter.name, counter.value(counters)) } }
        }
    }

    private func summary(_ cluster: any ClusterView, _ json: inout JSONWriter) {
        let state = cluster.state
        json.field("name", cluster.name)
        json.field("state", state.name)
        json.field("reason", state.reason)
        json.field("records_left", state.recordsLeft)
        json.field("topics", cluster.topics().count)
        json.field("groups", cluster.groups().count)
    }

    private func brokers(_ state: BrokerState, _ json: inout JSONWriter) {
        json.key("present")
        json.array(state.brokers) { json, broker in
            json.object { json in
                json.field("id", broker.id)
                json.field("host", broker.host)
                json.field("port", broker.port)
            }
        }
        json.field("expected", state.expected)
        json.field("controller", state.controller >= 0 ? state.controller : nil)
        json.field("under_replicated", state.underReplicated)
        json.field("offline", state.offline)
        json.field("cluster_id", state.clusterID)
        json.field("sampled_at_ms", state.sampledAtMs)
    }

    func topics(_ call: Call) -> HTTPResponse {
        guard let cluster = watch.cluster(call["cluster"]) else { return unknownCluster(call) }
        return document { json in
            json.field("cluster", cluster.name)
            json.key("topics")
            json.array(cluster.topics()) { json, topic in
                json.object { json in
                    json.field("topic", topic.name)
                    json.field("partitions", topic.partitions.count)
                    json.field("records", topic.records)
                }
            }
        }
    }

    func topic(_ call: Call) -> HTTPResponse {
        guard let cluster = watch.cluster(call["cluster"]) else { return unknownCluster(call) }
        guard let topic = cluster.topics().first(where: { $0.name == call["topic"] }) else {
            return Failure.native(.notFound, "not_found", "there is no topic '\(call["topic"])'")
        }
        return document { json in
            json.field("cluster", cluster.name)
            json.field("topic", topic.name)
            json.key("groups")
            json.array(cluster.groups(of: topic.name)) { $0.string($1) }
            json.key("partitions")
            json.array(topic.partitions.enumerated()) { json, element in
                json.object { partition(element.offset, element.element, &$0) }
            }
        }
    }

    private func partition(_ number: Int, _ partition: TopicState.Partition, _ json: inout JSONWriter) {
        json.field("partition", number)
        json.field("leader", partition.leader >= 0 ? partition.leader : nil)
        json.key("replicas")
        json.array(partition.replicas) { $0.number($1) }
        json.key("in_sync")
        json.array(partition.inSync) { $0.number($1) }
        json.key("ends")
        ends(partition.ends, &json)
    }

    func ends(_ ends: LogEnds?, _ json: inout JSONWriter) {
        guard let ends else { return json.null() }
        json.object { json in
            json.field("start", ends.start)
            json.field("high_watermark", ends.highWatermark)
            json.field("last_stable", ends.lastStable)
            json.field("sampled_at_ms", ends.sampledAtMs)
        }
    }
}

extension TopicState {
    /// Offsets between start and end of the log, over the partitions that tell both; nil: none does.
    var records: Int64? {
        let counts = partitions.compactMap { partition in
            partition.ends.flatMap { ends in
                ends.start.map { max(0, ends.highWatermark.subtractingReportingOverflow($0).partialValue) }
            }
        }
        return counts.isEmpty ? nil : counts.reduce(0, Saturating.sum)
    }
}

/// Sums that stop at the end of their type.
enum Saturating {
    static func sum(_ first: Int64, _ second: Int64) -> Int64 {
        let (sum, overflows) = first.addingReportingOverflow(second)
        return overflows ? (first > 0 ? .max : .min) : sum
    }
}

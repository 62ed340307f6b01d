// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor
import Platform
import Telemetry

/// API v3 as Burrow 1.9.5 serves it (httpserver): its paths, messages, statuses and bytes. Lists are in the order of
/// the alphabet, where Burrow's have none.
struct BurrowAPI: Sendable {
    let watch: Watch
    let rules: RuleSet
    private let cache: ReportCache

    init(_ watch: Watch, rules: RuleSet) {
        self.watch = watch
        self.rules = rules
        cache = ReportCache(lifetime: watch.plan.evaluation.expireCache, now: watch.time.monotonic)
    }

    /// `{"error":...,"message":...,BODY,"request":{...}}`
    func answer(
        _ request: HTTPRequest, _ message: String, status: HTTPStatus = .ok, isError: Bool = false,
        requestFirst: Bool = false, _ body: (inout JSONWriter) -> Void = { _ in }
    ) -> HTTPResponse {
        var json = JSONWriter()
        json.object { json in
            json.field("error", isError)
            json.field("message", message)
            if requestFirst { write(request, &json) }
            body(&json)
            if !requestFirst { write(request, &json) }
        }
        return HTTPResponse(status, headers: origin + [("Content-Type", "application/json")], body: json.bytes)
    }

    func failure(_ request: HTTPRequest, _ status: HTTPStatus, _ message: String) -> HTTPResponse {
        answer(request, message, status: status, isError: true)
    }

    private func write(_ request: HTTPRequest, _ json: inout JSONWriter) {
        json.key("request")
        json.object { json in
            json.field("url", request.path)
            json.field("host", watch.hostname)
        }
    }

    private var origin: [(name: String, value: String)] {
        watch.plan.server.allowedOrigin.map { [("Access-Control-Allow-Origin", $0)] } ?? []
    }

    func admin(_ call: Call) -> HTTPResponse { text("GOOD", .ok) }

    func ready(_ call: Call) -> HTTPResponse {
        watch.isReady ? text("READY", .ok) : text("STARTING", .unavailable)
    }

    private func text(_ text: String, _ status: HTTPStatus) -> HTTPResponse {
        HTTPResponse(
            status, headers: origin + [("Content-Type", "text/plain; charset=utf-8")], body: Array(text.utf8))
    }

    func clusters(_ call: Call) -> HTTPResponse {
        answer(call.request, "cluster list returned") { json in
            list("clusters", watch.clusters.map(\.name).sorted(), &json)
        }
    }

    func topics(_ call: Call) -> HTTPResponse {
        guard let cluster = watch.cluster(call["cluster"]) else { return clusterNotFound(call) }
        return answer(call.request, "topic list returned") { json in
            list("topics", cluster.topics().filter(\.isSampled).map(\.name).sorted(), &json)
        }
    }

    func topic(_ call: Call) -> HTTPResponse {
        guard let cluster = watch.cluster(call["cluster"]),
            let topic = cluster.topics().first(where: { $0.name == call["topic"] && $0.isSampled })
        else { return failure(call.request, .notFound, "cluster or topic not found") }
        return answer(call.request, "topic offsets returned") { json in
            json.key("offsets")
            // Burrow leaves out partitions without a sample.
            json.array(topic.partitions.compactMap(\.ends?.highWatermark)) { $0.number($1) }
        }
    }

    func consumersOfTopic(_ call: Call) -> HTTPResponse {
        guard let cluster = watch.cluster(call["cluster"]) else { return clusterNotFound(call) }
        return answer(call.request, "consumers of topic returned") { json in
            list("consumers", cluster.state.isCaughtUp ? cluster.groups(of: call["topic"]) : [], &json)
        }
    }

    func consumers(_ call: Call) -> HTTPResponse {
        guard let cluster = watch.cluster(call["cluster"]) else { return clusterNotFound(call) }
        return answer(call.request, "consumer list returned") { json in
            list("consumers", cluster.state.isCaughtUp ? cluster.groups() : [], &json)
        }
    }

    func consumer(_ call: Call) -> HTTPResponse {
        guard let cluster = watch.cluster(call["cluster"]), cluster.state.isCaughtUp,
            let windows = cluster.windows(of: call["group"])
        else { return failure(call.request, .notFound, "cluster or consumer not found") }
        return answer(call.request, "consumer detail returned") { json in
            json.key("topics")
            BurrowJSON(rules).topics(windows, &json)
        }
    }

    /// `showsAll`: all partitions, not only those that are worse than OK.
    func status(_ call: Call, showsAll: Bool) -> HTTPResponse {
        let (cluster, group) = (call["cluster"], call["group"])
        let view = watch.cluster(cluster)
        let report =
            view.map { $0.state.isCaughtUp } == true
            ? cache.report(cluster, group) { view?.report(on: group, rules: rules) } : nil
        return answer(call.request, "consumer status returned", status: report == nil ? .notFound : .ok) { json in
            json.key("status")
            BurrowJSON(rules).status(report, cluster, group, showsAll: showsAll, &json)
        }
    }

    private func clusterNotFound(_ call: Call) -> HTTPResponse {
        failure(call.request, .notFound, "cluster not found")
    }

    func list(_ name: String, _ values: [String], _ json: inout JSONWriter) {
        json.key(name)
        json.array(values) { $0.string($1) }
    }
}

extension TopicState {
    /// Burrow knows a topic from its first sample on.
    var isSampled: Bool { partitions.contains { $0.ends != nil } }
}

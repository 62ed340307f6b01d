// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor
import Telemetry

/// The configuration as Burrow tells it. What Sluice has not (log files, ZooKeeper, notifiers) is empty; passwords are
/// never told.
extension BurrowAPI {
    func configuration(_ call: Call) -> HTTPResponse {
        let server = watch.plan.server
        return answer(call.request, "main config returned", requestFirst: true) { json in
            json.key("general")
            json.object { json in
                json.field("pidfile", "")
                json.field("stdout-logfile", "")
                json.field("access-control-allow-origin", server.allowedOrigin ?? "")
            }
            json.key("logging")
            json.object { json in
                json.field("filename", "")
                for name in ["max-size", "max-backups", "max-age"] { json.field(name, 0) }
                json.field("use-local-time", false)
                json.field("use-compression", false)
                json.field("level", watch.log.level.burrowName)
            }
            json.key("zookeeper")
            json.object { json in
                list("servers", [], &json)
                json.field("timeout", 0)
                json.field("root-path", "")
            }
            json.key("httpserver")
            json.object { json in
                json.key(watch.plan.burrowNames.httpServer)
                json.object { json in
                    let host = server.host.contains(":") ? "[\(server.host)]" : server.host
                    json.field("address", "\(host):\(server.port)")
                    json.field("tls", server.tls == nil ? "" : watch.plan.burrowNames.httpServer)
                    json.field("timeout", HTTPServerLimits().requestTimeout.components.seconds)
                }
            }
        }
    }

    /// The names of the modules of a kind, such as `storage`.
    func modules(_ call: Call, of coordinator: String) -> HTTPResponse {
        let names = watch.plan.burrowNames
        let modules: [String] =
            switch coordinator {
            case "storage": [names.storage]
            case "evaluator": [names.evaluator]
            case "cluster": watch.plan.clusters.map(\.name).sorted()
            case "consumer": watch.plan.clusters.map { names.consumer(of: $0.name) }.sorted()
            default: []
            }
        return answer(call.request, "module list returned", requestFirst: true) { json in
            json.field("coordinator", coordinator)
            list("modules", modules, &json)
        }
    }

    func storage(_ call: Call) -> HTTPResponse {
        guard call["name"] == watch.plan.burrowNames.storage, let plan = watch.plan.clusters.first else {
            return failure(call.request, .notFound, "storage module not found")
        }
        return module(call, "storage") { json in
            json.field("class-name", "inmemory")
            json.field("intervals", plan.intervals)
            json.field("min-distance", plan.minDistance.components.seconds)
            json.field(allowListKey, plan.allowedGroups ?? "")
            json.field("expire-group", plan.expireGroup.components.seconds)
        }
    }

    func evaluator(_ call: Call) -> HTTPResponse {
        guard call["name"] == watch.plan.burrowNames.evaluator else {
            return failure(call.request, .notFound, "evaluator module not found")
        }
        return module(call, "evaluator") { json in
            json.field("class-name", "caching")
            json.field("expire-cache", watch.plan.evaluation.expireCache.components.seconds)
        }
    }

    func cluster(_ call: Call) -> HTTPResponse {
        guard let plan = watch.plan.clusters.first(where: { $0.name == call["cluster"] }) else {
            return failure(call.request, .notFound, "cluster module not found")
        }
        return module(call, "cluster") { json in
            json.field("class-name", "kafka")
            list("servers", plan.servers, &json)
            clientProfile(plan, &json)
            json.field("topic-refresh", plan.topicRefresh.components.seconds)
            json.field("offset-refresh", plan.offsetRefresh.components.seconds)
        }
    }

    func consumerModule(_ call: Call) -> HTTPResponse {
        let names = watch.plan.burrowNames
        guard let plan = watch.plan.clusters.first(where: { names.consumer(of: $0.name) == call["name"] }) else {
            return failure(call.request, .notFound, "consumer module not found")
        }
        return module(call, "consumer") { json in
            json.field("class-name", "kafka")
            json.field("cluster", plan.name)
            list("servers", plan.servers, &json)
            json.field(allowListKey, plan.allowedGroups ?? "")
            json.field("zookeeper-path", "")
            json.field("zookeeper-timeout", 0)
            clientProfile(plan, &json)
            json.field("offsets-topic", plan.offsetsTopic)
            json.field("start-latest", plan.startsLatest)
        }
    }

    func notifier(_ call: Call) -> HTTPResponse {
        failure(call.request, .notFound, "notifier module not found")
    }

    private func module(_ call: Call, _ kind: String, _ body: (inout JSONWriter) -> Void) -> HTTPResponse {
        answer(call.request, "\(kind) module detail returned") { json in
            json.key("module")
            json.object(body)
        }
    }

    private var allowListKey: String { rules == .burrow12 ? "group-whitelist" : "group-allowlist" }

    private func clientProfile(_ plan: ClusterPlan, _ json: inout JSONWriter) {
        let name = watch.plan.burrowNames.clientProfiles[plan.name] ?? ""
        let protocols = plan.option("security.protocol")?.lowercased() ?? "plaintext"
        json.key("client-profile")
        json.object { json in
            json.field("name", name)
            json.field("client-id", plan.clientID)
            json.field("kafka-version", "")
            json.key("tls")
            if protocols.hasSuffix("ssl") {
                json.object { json in
                    json.field("name", name)
                    json.field("noverify", plan.option("enable.ssl.certificate.verification") == "false")
                    json.field("certfile", plan.option("ssl.certificate.location") ?? "")
                    json.field("keyfile", plan.option("ssl.key.location") ?? "")
                    json.field("cafile", plan.option("ssl.ca.location") ?? "")
                }
            } else {
                json.null()
            }
            json.key("sasl")
            if protocols.hasPrefix("sasl") {
                json.object { json in
                    json.field("name", name)
                    json.field("handshake-first", true)
                    json.field("username", plan.option("sasl.username") ?? "")
                }
            } else {
                json.null()
            }
        }
    }
}

extension BurrowNames {
    func consumer(of cluster: String) -> String { consumers[cluster] ?? cluster }
}

extension ClusterPlan {
    var servers: [String] {
        brokers.split(separator: ",").map { part in
            let text = part.drop { $0 == " " }
            return String(text.prefix { $0 != " " })
        }
    }

    func option(_ name: String) -> String? { options.last { $0.name == name }?.value }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor

extension RouteTable {
    private static func get(
        _ path: String, _ summary: String, _ missing: String? = nil,
        _ handle: @escaping @Sendable (BurrowAPI, Call) -> HTTPResponse
    ) -> Route {
        Route(
            interface: .burrow, method: .get, path: path, summary: summary,
            failures: missing.map { [(404, "`\($0)`")] } ?? []
        ) { handle($0.burrow, $1) }
    }

    private static func change(
        _ method: HTTPMethod, _ path: String, _ summary: String, failures: [(status: UInt32, when: String)] = [],
        _ handle: @escaping @Sendable (LagPages, Call) -> HTTPResponse
    ) -> Route {
        Route(
            interface: .burrow, method: method, path: path, summary: summary, failures: failures, role: .admin,
            handle: handle)
    }

    static let burrow: [Route] = [
        Route(
            interface: .burrow, method: .get, path: "/burrow/admin", summary: "`GOOD`; needs no token.",
            answer: "text/plain", role: nil
        ) { $0.burrow.admin($1) },
        Route(
            interface: .burrow, method: .get, path: "/burrow/admin/ready",
            summary: "`READY`, once all clusters are read to their ends; needs no token.", answer: "text/plain",
            failures: [(503, "`STARTING`")], role: nil
        ) { $0.burrow.ready($1) },
        get("/v3/kafka", "Names of the clusters.") { $0.clusters($1) },
        get("/v3/kafka/{cluster}", "Configuration of a cluster.", "cluster module not found") { $0.cluster($1) },
        get("/v3/kafka/{cluster}/topic", "Names of its topics.", "cluster not found") { $0.topics($1) },
        get("/v3/kafka/{cluster}/topic/{topic}", "High watermarks of a topic.", "cluster or topic not found") {
            $0.topic($1)
        },
        get("/v3/kafka/{cluster}/topic/{topic}/consumers", "Groups that committed in a topic.", "cluster not found") {
            $0.consumersOfTopic($1)
        },
        get("/v3/kafka/{cluster}/consumer", "Names of its groups.", "cluster not found") { $0.consumers($1) },
        get("/v3/kafka/{cluster}/consumer/{group}", "Stored commits of a group.", "cluster or consumer not found") {
            $0.consumer($1)
        },
        get(
            "/v3/kafka/{cluster}/consumer/{group}/status", "Status of a group and of its partitions that are not OK.",
            "consumer status returned"
        ) { $0.status($1, showsAll: false) },
        get(
            "/v3/kafka/{cluster}/consumer/{group}/lag", "Status of a group and of all its partitions.",
            "consumer status returned"
        ) { $0.status($1, showsAll: true) },
        change(.delete, "/v3/kafka/{cluster}/consumer/{group}", "Forgets a group; 200 whether it was there or not.") {
            $0.burrow.remove($1, $0)
        },
        change(
            .delete, "/v3/kafka/{cluster}/consumer/{group}/topic/{topic}", "Forgets a group's offsets in a topic; 200."
        ) { $0.burrow.remove($1, $0) },
        get("/v3/admin/loglevel", "The level of the log.") { $0.logLevel($1) },
        change(
            .post, "/v3/admin/loglevel", "Sets it: `{\"level\":\"debug\"}`.",
            failures: [(400, "`could not decode message body`"), (404, "`unknown log level`")]
        ) { $0.burrow.setLogLevel($1, $0) },
    ]

    static let burrowConfiguration: [Route] =
        [get("/v3/config", "The configuration of the server.") { $0.configuration($1) }]
        + ["storage", "evaluator", "cluster", "consumer", "notifier"].map { kind in
            get("/v3/config/\(kind)", "Names of the \(kind) modules.") { $0.modules($1, of: kind) }
        }
        + [
            get("/v3/config/storage/{name}", "Configuration of the storage.", "storage module not found") {
                $0.storage($1)
            },
            get("/v3/config/evaluator/{name}", "Configuration of the evaluator.", "evaluator module not found") {
                $0.evaluator($1)
            },
            get("/v3/config/cluster/{cluster}", "Configuration of a cluster.", "cluster module not found") {
                $0.cluster($1)
            },
            get("/v3/config/consumer/{name}", "Configuration of a consumer.", "consumer module not found") {
                $0.consumerModule($1)
            },
            get("/v3/config/notifier/{name}", "There are no notifiers.", "notifier module not found") {
                $0.notifier($1)
            },
        ]
}

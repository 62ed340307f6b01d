// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor

/// Everything that the server answers to; the OpenAPI document and the reference page are made from it.
enum RouteTable {
    static let all: [Route] = pages + native + burrow + burrowConfiguration

    private static let unknownName: (UInt32, String) = (404, "something that the path names does not exist")

    private static let pages: [Route] = [
        Route(
            interface: .page, method: .get, path: "/", summary: "A page for people: the groups of all clusters.",
            answer: "text/html", role: nil
        ) { pages, _ in pages.dashboard() },
        Route(
            interface: .page, method: .get, path: "/health",
            summary: "Whether the process answers, and how it does with each cluster; needs no token.", role: nil
        ) { pages, _ in pages.health() },
        Route(
            interface: .page, method: .get, path: "/ready",
            summary: "Whether all clusters are read to their ends, so that groups can be judged; needs no token.",
            failures: [(503, "a cluster is not read yet")], role: nil
        ) { pages, _ in pages.readiness() },
        Route(
            interface: .page, method: .get, path: "/metrics", summary: "Metrics in Prometheus' text format.",
            parameters: [
                Route.Parameter(
                    name: "personality", schema: .list(.choice(MetricsPage.names)),
                    doc: "only these names, separated by commas; without it `sluice` and those of the configuration"),
                Route.Parameter(name: "cluster", schema: .string, doc: "only this cluster"),
            ],
            answer: "text/plain", failures: [(400, "there is no such personality"), (404, "there is no such cluster")]
        ) { $0.metrics.answer($1) },
    ]

    private static let native: [Route] = [
        Route(
            interface: .native, method: .get, path: "/v1/openapi.json", summary: "This interface as OpenAPI 3.1."
        ) { pages, _ in pages.openAPI() },
        Route(
            interface: .native, method: .get, path: "/v1/clusters", summary: "All watched clusters.",
            answer: "Clusters"
        ) { $0.native.clusters($1) },
        Route(
            interface: .native, method: .get, path: "/v1/clusters/{cluster}",
            summary: "A cluster: state, brokers, counters.", answer: "Cluster", failures: [unknownName]
        ) { $0.native.cluster($1) },
        Route(
            interface: .native, method: .get, path: "/v1/clusters/{cluster}/topics", summary: "Its topics.",
            answer: "Topics", failures: [unknownName]
        ) { $0.native.topics($1) },
        Route(
            interface: .native, method: .get, path: "/v1/clusters/{cluster}/topics/{topic}",
            summary: "A topic: partitions, ends of their logs, groups.", answer: "Topic", failures: [unknownName]
        ) { $0.native.topic($1) },
        Route(
            interface: .native, method: .get, path: "/v1/clusters/{cluster}/groups",
            summary: "Its groups in short, by name, page by page.",
            parameters: [
                Route.Parameter(name: "status", schema: .string, doc: "only these statuses, separated by commas"),
                Route.Parameter(name: "prefix", schema: .string, doc: "only names that begin so"),
                Route.Parameter(
                    name: "limit", schema: .integer,
                    doc: "groups of a page, 1 to \(LagServerLimits.pageGroupsMax); "
                        + "\(LagServerLimits.pageGroups) without it"),
                Route.Parameter(
                    name: "page_token", schema: .string,
                    doc: "`next_page_token` of the page before; its form may change"),
            ],
            answer: "Groups", failures: [(400, "a parameter makes no sense"), unknownName]
        ) { $0.native.groups($1) },
        Route(
            interface: .native, method: .get, path: "/v1/clusters/{cluster}/groups/{group}",
            summary: "Everything about a group: lag, time lag, where it goes, and why it was judged so.",
            answer: "Group",
            failures: [(404, "there is no such cluster or group; code `catching_up`: not known yet")]
        ) { $0.native.group($1) },
        Route(
            interface: .native, method: .delete, path: "/v1/clusters/{cluster}/groups/{group}",
            summary: "Forgets a group, which comes back with its next commit; nothing changes in Kafka.",
            answer: "Removed", failures: [unknownName], role: .admin
        ) { $0.native.remove($1, $0) },
        Route(
            interface: .native, method: .delete, path: "/v1/clusters/{cluster}/groups/{group}/topics/{topic}",
            summary: "Forgets a group's offsets in a topic.", answer: "Removed", failures: [unknownName], role: .admin
        ) { $0.native.remove($1, $0) },
    ]
}

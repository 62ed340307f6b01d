// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import Telemetry

/// The reference of what a monitor serves, made from the tables that it serves by.
package enum HTTPReferencePage {
    package static func text() -> String {
        var page = head
        page += "\n## Pages\n\n" + table(.page)
        page += "\n## API v1\n\n" + nativeHead + table(.native) + parameters() + "\n### Shapes\n" + shapes()
        page += "\n## API v3\n\n" + burrowHead + table(.burrow)
        page += "\n## Metrics\n\n" + metricsHead + metrics()
        return page
    }

    private static let head = """
        # HTTP interfaces of the lag monitor

        This page is made from the tables in the code (`SLUICE_REWRITE_GOLDEN=1 swift test --filter HTTPReference`).

        `sluice monitor` listens at 127.0.0.1:8000 unless told otherwise. It serves its own API (v1), Burrow's (v3),
        metrics and a page for people. HEAD is answered where GET is, but for Burrow's paths, where it was never.

        ## Who may ask

        Without tokens in the configuration everybody who reaches the port may read, and only clients on the same
        machine may change something (DELETE, POST); a page of another host that is open in a browser there may not.
        Behind a proxy on the same machine every client is one of this machine: use tokens there.

        With tokens each request carries one (`Authorization: Bearer SECRET`): role `read` may read, role `admin` may
        also change. A missing or unknown one is answered with 401, one that is not enough with 403. `/`, `/health`,
        `/ready`, `/burrow/admin` and `/burrow/admin/ready` tell no names of groups and need none.

        Whoever changes something is written to the log: `audit.action`, `audit.role`, `audit.peer`, and what.

        With a certificate and a key (PEM files) the server speaks HTTPS, TLS 1.2 or 1.3, and nothing else.

        """

    private static let nativeHead = """
        Names in paths are percent-encoded; a group `a/b c` is `a%2Fb%20c`. Times are milliseconds, moments such since
        1970 in UTC. Numbers that are not known are null, never 0. Groups are judged by rule set `sluice`. Failures
        are `{"error":{"code":"not_found","message":"..."}}`. The same as OpenAPI 3.1: `/v1/openapi.json`.


        """

    private static let burrowHead = """
        Byte for byte what Burrow 1.9.5 answers: messages, statuses, order of members, forms of numbers. Lists are
        sorted. A group is judged by rule set `burrow` and the result, also that it is not there, is repeated for
        `expire_cache`. Two things differ. Until a cluster is read to its end its groups are answered as unknown ones.
        And `/burrow/admin/ready` waits for that, where Burrow's says `READY` at once. The path is decoded before it is
        taken apart, so a group with a slash in its name is reached by API v1 only. `/v3/config` tells what there is;
        log files, ZooKeeper and notifiers are empty.

        """ + "\n"

    private static let metricsHead = """
        Each scrape asks each cluster once, so that sums and their parts agree. Series of groups appear when a cluster
        is read to its end. The names of other monitors are added by the configuration, or asked for alone:
        `/metrics?personality=burrow`. Monitors that watch one cluster have no label for it; with several clusters a
        label `cluster` is added to their names, or choose one by `?cluster=`.

        """ + "\n"

    private static func table(_ interface: Route.Interface) -> String {
        var text = "| | answer | other statuses | role |\n|---|---|---|---|\n"
        for route in RouteTable.all where route.interface == interface {
            let isNamed = Schemas.all.contains { $0.name == route.answer }
            let answer = isNamed ? "[\(route.answer)](#\(route.answer.lowercased())): " : ""
            let failures = route.failures.map { "\($0.status): \($0.when)" }.joined(separator: "; ")
            let role = route.role?.rawValue ?? ""
            text += "| `\(route.method) \(route.path)` | \(answer)\(route.summary) | \(failures) | \(role) |\n"
        }
        return text
    }

    private static func parameters() -> String {
        var text = "\n### Parameters\n\n| | parameter | |\n|---|---|---|\n"
        for route in RouteTable.all {
            for parameter in route.parameters {
                text += "| `\(route.path)` | `\(parameter.name)` | \(parameter.doc) |\n"
            }
        }
        return text
    }

    private static func shapes() -> String {
        var text = ""
        for schema in Schemas.all {
            text += "\n#### \(schema.name)\n\n\(schema.doc)\n\n| member | value | |\n|---|---|---|\n"
            for property in schema.properties {
                text += "| `\(property.name)` | \(property.schema.summary) | \(property.doc) |\n"
            }
        }
        return text
    }

    private static func metrics() -> String {
        var text = ""
        func list(_ title: String, _ labels: String, _ families: [Family]) {
            text += "\n### \(title)\n\n\(labels)\n\n| name | type | |\n|---|---|---|\n"
            for family in families { text += "| `\(family.name)` | \(family.kind.rawValue) | \(family.help) |\n" }
        }
        list("Per group", "Labels `cluster`, `group`.", Families.perGroup)
        list("Per partition of a group", "Labels `cluster`, `group`, `topic`, `partition`.", Families.perPartition)
        list("Per partition", "Labels `cluster`, `topic`, `partition`.", Families.perLog)
        list("Per cluster", "Label `cluster`; `sluice_lag_collector_state` also `state`.", Families.perCluster)
        list(
            "Burrow", "As Burrow 1.9.5; a series ends with its group, where Burrow's may stay for ever.",
            BurrowMetrics.all)
        list(
            "kafka_exporter",
            "As version 1.9, but a lag is never below 0 except -1 for what was never committed. ZooKeeper's group "
                + "metric is left out.", KafkaExporterMetrics.all)
        list(
            "kafka_lag_exporter",
            "As version 0.8, but unknown values are left out instead of NaN, `consumer_id` is empty, and there is no "
                + "`kafka_consumergroup_poll_time_ms`.", KafkaLagExporterMetrics.all)
        list(
            "kminion",
            "As version 2. Left out: log directories, the end-to-end probe, empty members, members per topic, commits "
                + "per group. Labels that Sluice does not know are empty.", KMinionMetrics.all)
        return text
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
package import Topology

/// The keys of a `monitor.yaml`: what the loader reads and the reference documentation prints.
package enum MonitorKeys {
    /// Keys that come with later versions.
    static let later = ["alerts"]

    package static let root: [OptionSpec] = [
        OptionSpec("clusters", .map, required: true, doc: "the clusters to watch, each below its name"),
        OptionSpec(
            "listen", .text, default: "127.0.0.1:8000", doc: "address and port of the HTTP API and of `/metrics`"),
        OptionSpec("tokens", .table(tokens), doc: "who may ask; without tokens all may read"),
        OptionSpec("tls", .table(tls), doc: "serve HTTPS"),
        OptionSpec(
            "metrics", .choices(ServerPlan.Personality.allCases.map(\.rawValue)),
            doc: "names of other exporters that `/metrics` has beside its own"),
        OptionSpec(
            "metric_detail", .choice(ServerPlan.MetricDetail.allCases.map(\.rawValue)), default: "partition",
            doc: "the finest series of our own names and KMinion's"),
        OptionSpec("allowed_origin", .text, doc: "`Access-Control-Allow-Origin` of API v3"),
        OptionSpec(
            "state_directory", .text,
            doc: "where the monitor keeps what it knows, so that a restart has no blind time; absent: nowhere"),
        OptionSpec("evaluation", .table(evaluation), doc: "thresholds of the rules"),
    ]

    package static let cluster: [OptionSpec] = [
        OptionSpec("brokers", .text, required: true, doc: "host:port of one or more brokers, comma between them"),
        OptionSpec("options", .map, doc: "further properties of librdkafka, such as TLS and SASL"),
        OptionSpec("client_id", .text, default: "sluice-monitor", doc: "as which brokers know the monitor"),
        OptionSpec(
            "collector", .choice(["auto", "offsets_topic", "admin"]), default: "auto",
            doc:
                "where commits come from: the offsets topic, the admin API, or "
                + "with `auto` the API where the topic is forbidden"
        ),
        OptionSpec("groups", .texts, doc: "the only groups to ask for; needs `collector: admin`"),
        OptionSpec("offsets_topic", .text, default: "__consumer_offsets", doc: "the topic with the commits"),
        OptionSpec(
            "start", .choice(["earliest", "latest"]), default: "earliest",
            doc: "where to begin in the offsets topic; from `latest` on, groups appear with their next commit"),
        OptionSpec(
            "backfill", .flag, default: "false", doc: "with `start: latest`: read the older commits beside the new ones"
        ),
        OptionSpec(
            "offset_refresh", .duration(.milliseconds(100)...Duration.seconds(3600)), default: "10s",
            doc: "how often the ends of the logs are sampled"),
        OptionSpec(
            "topic_refresh", .duration(.seconds(1)...Duration.seconds(86_400)), default: "1m",
            doc: "how often topics and partitions are looked up"),
        OptionSpec(
            "groups_reaper_refresh", .duration(.zero...Duration.seconds(86_400)), default: "0s",
            doc: "how often groups that no coordinator lists are forgotten; `0s`: never"),
        OptionSpec("intervals", .integer(1...1000), default: "10", doc: "commits that are kept of each partition"),
        OptionSpec(
            "min_distance", .duration(.zero...Duration.seconds(3600)), default: "0s",
            doc: "commits closer than this count as one"),
        OptionSpec(
            "expire_group", .duration(.seconds(60)...Duration.seconds(31_536_000)), default: "7d",
            doc: "a group without commits for so long is forgotten"),
        OptionSpec(
            "allow", .texts,
            doc: "regular expressions (PCRE2, found anywhere in the name) of which one must fit a group's name"),
        OptionSpec("deny", .texts, doc: "regular expressions of which none may fit a group's name"),
        OptionSpec(
            "expected_brokers", .integer(1...10_000), doc: "how many brokers there should be; absent: not judged"),
        OptionSpec(
            "isolation", .map,
            doc:
                "regular expressions of groups, `read_committed` or `read_uncommitted` behind each: the end of the log "
                + "that they can reach; the first that fits counts, else `read_committed`"
        ),
    ]

    package static let tokens: [OptionSpec] = [
        OptionSpec("read", .secrets, doc: "bearer tokens that may GET"),
        OptionSpec("admin", .secrets, doc: "bearer tokens that may also DELETE and POST"),
    ]

    package static let tls: [OptionSpec] = [
        OptionSpec("certificate", .text, required: true, doc: "PEM file of the certificate and its chain"),
        OptionSpec("key", .text, required: true, doc: "PEM file of the private key"),
    ]

    package static let evaluation: [OptionSpec] = [
        OptionSpec(
            "minimum_complete", .number(0...1), default: "0", doc: "partitions whose window is less full are OK"),
        OptionSpec("allowed_lag", .integer(0...Int64.max), default: "0", doc: "a lag up to this counts as none"),
        OptionSpec(
            "expire_cache", .duration(.zero...Duration.seconds(3600)), default: "10s",
            doc: "how long API v3 repeats an answer"),
        OptionSpec(
            "stop_intervals", .number(1...1000), default: "5",
            doc: "rule set `sluice`: STOP after so many usual commit intervals of silence"),
        OptionSpec(
            "stop_floor", .duration(.zero...Duration.seconds(86_400)), default: "1m", doc: "and never before this"),
    ]
}

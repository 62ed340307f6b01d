// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One option of Burrow 1.9.5's configuration and what becomes of it here; the guide for those who come from Burrow is
/// made from these.
package struct BurrowOption: Sendable, Equatable {
    /// What becomes of an option.
    package enum Fate: Sendable, Equatable {
        /// It has a counterpart: as what, in the words of `monitor.yaml`.
        case taken(String)
        /// It has none: why.
        case ignored(String)
        /// A monitor without it would not work: why, and what to do.
        case refused(String)
    }

    package let section: String
    /// In lower case; nil: the whole section.
    package let key: String?
    package let fate: Fate

    init(_ section: String, _ key: String?, _ fate: Fate) {
        self.section = section
        self.key = key
        self.fate = fate
    }

    /// The fate of a key, or of the whole section; nil where Burrow knows neither.
    static func find(_ section: String, _ key: String?) -> BurrowOption? {
        all.first { $0.section == section && $0.key == key } ?? all.first { $0.section == section && $0.key == nil }
    }

    static let sections = Set(all.map(\.section))
    /// Sections that hold options themselves, where the others hold modules with names.
    static let plainSections: Set = ["general", "logging", "zookeeper"]

    static func keys(of section: String) -> [String] { all.filter { $0.section == section }.compactMap(\.key) }

    private static let lists = [
        "group-allowlist": "allow", "group-whitelist": "allow", "group-denylist": "deny", "group-blacklist": "deny",
    ]

    private static func lists(_ section: String) -> [BurrowOption] {
        lists.sorted { $0.key < $1.key }.map { BurrowOption(section, $0.key, .taken("clusters.NAME.\($0.value)")) }
    }

    package static let all: [BurrowOption] =
        [
            BurrowOption("general", "pidfile", .ignored("no pid file is written")),
            BurrowOption("general", "stdout-logfile", .ignored("logs go to standard error")),
            BurrowOption("general", "access-control-allow-origin", .taken("allowed_origin")),
            BurrowOption("general", "env-var-prefix", .taken("the prefix of overriding variables, `BURROW_`")),
            BurrowOption(
                "logging", nil, .ignored("logs go to standard error, see `--log-level` and `--log-format`")),
            BurrowOption("zookeeper", nil, .ignored("no ZooKeeper is needed")),
            BurrowOption("client-profile", "client-id", .taken("clusters.NAME.client_id")),
            BurrowOption("client-profile", "kafka-version", .ignored("the brokers are asked for what they speak")),
            BurrowOption("client-profile", "tls", .taken("clusters.NAME.options: security.protocol")),
            BurrowOption("client-profile", "sasl", .taken("clusters.NAME.options: security.protocol")),
            BurrowOption(
                "client-profile", "iam",
                .refused("logging in by AWS IAM is not supported; use SASL/SCRAM or client certificates")),
            BurrowOption(
                "client-profile", "dial-timeout", .taken("clusters.NAME.options: socket.connection.setup.timeout.ms")),
            BurrowOption("client-profile", "read-timeout", .taken("clusters.NAME.options: socket.timeout.ms")),
            BurrowOption("tls", "cafile", .taken("clusters.NAME.options: ssl.ca.location")),
            BurrowOption(
                "tls", "certfile", .taken("clusters.NAME.options: ssl.certificate.location; tls.certificate")),
            BurrowOption("tls", "keyfile", .taken("clusters.NAME.options: ssl.key.location; tls.key")),
            BurrowOption("tls", "noverify", .taken("clusters.NAME.options: enable.ssl.certificate.verification")),
            BurrowOption("sasl", "username", .taken("clusters.NAME.options: sasl.username")),
            BurrowOption("sasl", "password", .taken("clusters.NAME.options: sasl.password")),
            BurrowOption("sasl", "mechanism", .taken("clusters.NAME.options: sasl.mechanism")),
            BurrowOption("sasl", "handshake-first", .ignored("the handshake always comes first")),
            BurrowOption("iam", nil, .ignored("only a client-profile that names it uses it")),
            BurrowOption("httpserver", "address", .taken("listen")),
            BurrowOption("httpserver", "tls", .taken("tls")),
            BurrowOption("httpserver", "timeout", .ignored("the server has limits of its own, see docs/LIMITS.md")),
            BurrowOption("storage", "class-name", .ignored("there is one kind of store")),
            BurrowOption("storage", "intervals", .taken("clusters.NAME.intervals")),
            BurrowOption("storage", "min-distance", .taken("clusters.NAME.min_distance")),
            BurrowOption("storage", "expire-group", .taken("clusters.NAME.expire_group")),
            BurrowOption("storage", "workers", .ignored("the store needs no threads of its own")),
            BurrowOption("storage", "queue-depth", .ignored("the store has no queue")),
        ] + lists("storage") + [
            BurrowOption("evaluator", "class-name", .ignored("there is one kind of evaluator")),
            BurrowOption("evaluator", "expire-cache", .taken("evaluation.expire_cache")),
            BurrowOption("evaluator", "minimum-complete", .taken("evaluation.minimum_complete")),
            BurrowOption("evaluator", "allowed-lag", .taken("evaluation.allowed_lag")),
            BurrowOption("cluster", "class-name", .taken("`kafka` is the only one there is")),
            BurrowOption("cluster", "servers", .taken("clusters.NAME.brokers")),
            BurrowOption("cluster", "client-profile", .taken("clusters.NAME.options")),
            BurrowOption("cluster", "offset-refresh", .taken("clusters.NAME.offset_refresh")),
            BurrowOption("cluster", "topic-refresh", .taken("clusters.NAME.topic_refresh")),
            BurrowOption("cluster", "groups-reaper-refresh", .taken("clusters.NAME.groups_reaper_refresh")),
            BurrowOption("consumer", "class-name", .taken("`kafka`; a module of `kafka_zk` is ignored")),
            BurrowOption("consumer", "cluster", .taken("the cluster that the module belongs to")),
            BurrowOption("consumer", "servers", .ignored("the servers of the cluster are used")),
            BurrowOption("consumer", "client-profile", .ignored("the profile of the cluster is used")),
            BurrowOption("consumer", "offsets-topic", .taken("clusters.NAME.offsets_topic")),
            BurrowOption("consumer", "start-latest", .taken("clusters.NAME.start")),
            BurrowOption("consumer", "backfill-earliest", .taken("clusters.NAME.backfill")),
            BurrowOption("consumer", "zookeeper-path", .ignored("offsets in ZooKeeper are not read")),
            BurrowOption("consumer", "zookeeper-timeout", .ignored("offsets in ZooKeeper are not read")),
        ] + lists("consumer") + [
            BurrowOption("notifier", nil, .ignored("alerts come with a later version"))
        ]
}

extension BurrowOption {
    /// All options with their fates, as a table in Markdown.
    package static var table: String {
        var text = "| in `burrow.toml` | here |\n|---|---|\n"
        for option in all {
            let isPlain = plainSections.contains(option.section)
            let name = [option.section, isPlain ? nil : "X", option.key ?? "*"].compactMap(\.self).joined(
                separator: ".")
            let fate =
                switch option.fate {
                case .taken(let what): what.contains("`") || what.contains(" the ") ? what : "`\(what)`"
                case .ignored(let why): "ignored: \(why)"
                case .refused(let why): "an error: \(why)"
                }
            text += "| `\(name)` | \(fate) |\n"
        }
        return text
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import MonitorFile
import Regex
import Testing
import Topology

struct BurrowConfigReaderTests {
    static let everything = """
        [general]
        pidfile="/run/burrow.pid"
        access-control-allow-origin="*"
        [logging]
        level="info"
        [zookeeper]
        servers=[ "z1:2181" ]
        [client-profile.secure]
        client-id="watcher"
        kafka-version="2.8.0"
        tls="corp"
        sasl="robot"
        dial-timeout=5
        read-timeout="7"
        [tls.corp]
        cafile="/ca.pem"
        certfile="/cert.pem"
        keyfile="/key.pem"
        noverify=true
        [sasl.robot]
        username="u"
        password="p"
        mechanism="SCRAM-SHA-256"
        handshake-first=true
        [Cluster.Local]
        class-name="kafka"
        servers=[ "k1:9092", "k2:9092" ]
        client-profile="secure"
        topic-refresh=120
        offset-refresh=30
        groups-reaper-refresh=60
        [cluster.plain]
        class-name="kafka"
        servers=[ "k3:9092" ]
        [consumer.reads-local]
        class-name="kafka"
        cluster="Local"
        servers=[ "k2:9092", "k1:9092" ]
        client-profile="secure"
        offsets-topic="offsets"
        start-latest=true
        backfill-earliest=true
        group-blacklist="^(console-consumer-|quick-).*$"
        group-whitelist="^web"
        [consumer.old]
        class-name="kafka_zk"
        cluster="local"
        servers=[ "z1:2181" ]
        zookeeper-path="/kafka"
        [httpserver.default]
        address="127.0.0.1:8100"
        timeout=10
        tls="corp"
        [storage.default]
        class-name="inmemory"
        workers=20
        intervals=15
        expire-group=3600
        min-distance=1
        group-allowlist="api"
        group-denylist="^test"
        [evaluator.default]
        class-name="caching"
        expire-cache=5
        minimum-complete=0.5
        allowed-lag=3
        [notifier.mail]
        class-name="email"
        [notifier.mail.extras]
        team="x"

        """

    @Test func everyOptionArrivesInThePlan() throws {
        let loaded = Loading.burrow(Self.everything)
        let plan = try #require(loaded.plan, "\(loaded.report.text())")
        #expect(plan.clusters.map(\.name) == ["local", "plain"])
        let local = plan.clusters[0]
        #expect(local.brokers == "k1:9092,k2:9092" && local.clientID == "watcher")
        #expect(
            local.options.map { "\($0.name)=\($0.value)" } == [
                "socket.connection.setup.timeout.ms=5000", "socket.timeout.ms=7000", "security.protocol=SASL_SSL",
                "ssl.ca.location=/ca.pem", "ssl.certificate.location=/cert.pem", "ssl.key.location=/key.pem",
                "enable.ssl.certificate.verification=false", "sasl.mechanism=SCRAM-SHA-256", "sasl.username=u",
                "sasl.password=p",
            ])
        #expect(local.offsetRefresh == .seconds(30) && local.topicRefresh == .seconds(120))
        #expect(local.groupsReaperRefresh == .seconds(60) && local.offsetsTopic == "offsets")
        #expect(local.startsLatest && local.backfillsEarliest && local.collector == .automatic)
        let plain = plan.clusters[1]
        #expect(plain.clientID == "burrow-lagchecker" && plain.options.isEmpty && !plain.startsLatest)
        #expect(plain.allowedGroups == "api" && plain.deniedGroups == "^test")
        for cluster in plan.clusters {
            #expect(
                cluster.intervals == 15 && cluster.expireGroup == .seconds(3600) && cluster.minDistance == .seconds(1))
        }
        #expect(plan.evaluation.expireCache == .seconds(5) && plan.evaluation.minimumComplete == 0.5)
        #expect(plan.evaluation.allowedLag == 3)
        #expect(plan.server.host == "127.0.0.1" && plan.server.port == 8100 && plan.server.allowedOrigin == "*")
        #expect(plan.server.tls?.certificate == "/cert.pem" && plan.server.tls?.key == "/key.pem")
        #expect(plan.stateDirectory == nil)
        #expect(plan.burrowNames.consumers == ["local": "reads-local"])
        #expect(plan.burrowNames.clientProfiles == ["local": "secure"] && plan.burrowNames.storage == "default")
    }

    /// In Burrow a group has to pass the lists of the store and those of the module that reads its commits.
    @Test(arguments: [
        ("web-api", true), ("web", false), ("api", false), ("web-api-x", true), ("test-web-api", false),
        ("quick-web-api", false),
    ])
    func bothListsCount(group: String, isWatched: Bool) throws {
        let local = try #require(Loading.burrow(Self.everything).plan).clusters[0]
        let allow = try Pattern(try #require(local.allowedGroups))
        let deny = try Pattern(try #require(local.deniedGroups))
        #expect((allow.matches(group) && !deny.matches(group)) == isWatched)
    }

    @Test func whatIsIgnoredIsSaidWithItsReason() {
        #expect(
            Loading.places(Loading.burrow(Self.everything))
                == [
                    "burrow.toml:2:1: 'general.pidfile' is ignored: no pid file is written",
                    "burrow.toml:4:2: 'logging' is ignored: logs go to standard error, see "
                        + "`--log-level` and `--log-format`",
                    "burrow.toml:6:2: 'zookeeper' is ignored: no ZooKeeper is needed",
                    "burrow.toml:10:1: 'client-profile.secure.kafka-version' is ignored: the brokers "
                        + "are asked for what they speak",
                    "burrow.toml:24:1: 'sasl.robot.handshake-first' is ignored: the handshake always comes first",
                    "burrow.toml:45:11: 'consumer.old' is ignored: offsets in ZooKeeper are not read",
                    "burrow.toml:49:1: 'consumer.old.zookeeper-path' is ignored: offsets in ZooKeeper are not read",
                    "burrow.toml:52:1: 'httpserver.default.timeout' is ignored: the server has "
                        + "limits of its own, see docs/LIMITS.md",
                    "burrow.toml:56:1: 'storage.default.workers' is ignored: the store needs no threads of its own",
                    "burrow.toml:67:2: 'notifier' is ignored: alerts come with a later version",
                    "burrow.toml:32:10: no module reads the offsets of 'cluster.plain': they are read all the same",
                ].sorted { Self.line($0) < Self.line($1) })
    }

    private static func line(_ place: String) -> Int {
        place.split(separator: ":").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    /// Of the shape that Debian ships.
    static let debian = """
        [general]
        pidfile="/run/burrow/burrow.pid"

        [logging]
        filename="/var/log/burrow/burrow.log"

        [zookeeper]
        servers=[ "zk1:2181", "zk2:2181" ]
        timeout=6
        root-path="/burrow"

        [client-profile.test]
        client-id="burrow-test"
        kafka-version="0.10.0"

        [cluster.local]
        class-name="kafka"
        servers=[ "k1:10251", "k2:10251" ]
        client-profile="test"
        topic-refresh=120
        offset-refresh=30

        [consumer.local]
        class-name="kafka"
        cluster="local"
        servers=[ "k1:10251", "k2:10251" ]
        client-profile="test"
        group-blacklist="^(console-consumer-|python-kafka-consumer-|quick-).*$"
        group-whitelist=""

        [httpserver.default]
        address=":8000"

        [storage.default]
        class-name="inmemory"
        workers=20
        intervals=15
        expire-group=604800
        min-distance=1

        """

    static func check(_ loaded: LoadedMonitor) throws {
        let plan = try #require(loaded.plan, "\(loaded.report.text())")
        let cluster = try #require(plan.clusters.first)
        #expect(plan.clusters.count == 1 && cluster.name == "local" && cluster.clientID == "burrow-test")
        #expect(cluster.allowedGroups == nil && cluster.offsetRefresh == .seconds(30) && cluster.intervals == 15)
        #expect(cluster.deniedGroups == "^(console-consumer-|python-kafka-consumer-|quick-).*$")
        #expect(plan.server.host == "0.0.0.0" && plan.server.port == 8000)
    }

    @Test func debiansShapeLoads() throws {
        try Self.check(Loading.burrow(Self.debian))
    }

    @Test(arguments: ["/e/burrow", "/e/burrow/", "/e/burrow/burrow.toml"])
    func theDirectoryOrTheFileMayBeNamed(path: String) {
        let files = Loading.files(["/e/burrow/burrow.toml": Self.debian])
        let loaded = BurrowConfigReader(environment: [:], files: files).load(directory: path)
        #expect(loaded.plan?.clusters.map(\.name) == ["local"])
    }

    @Test(.enabled(if: PackageFiles.exists("/etc/burrow/burrow.toml"), "needs Debian's package 'burrow'"))
    func debiansOwnFileLoads() throws {
        try Self.check(BurrowConfigReader(environment: [:]).load(directory: "/etc/burrow"))
    }

    @Test func theEnvironmentCountsBeforeTheFile() throws {
        let loaded = Loading.burrow(
            Self.debian,
            environment: [
                "BURROW_CLUSTER_LOCAL_OFFSET_REFRESH": "11", "BURROW_CLUSTER_LOCAL_SERVERS": "x:1 y:2",
                "BURROW_STORAGE_DEFAULT_INTERVALS": "7", "BURROW_EVALUATOR_DEFAULT_ALLOWED_LAG": "9",
                "BURROW_HTTPSERVER_DEFAULT_ADDRESS": "127.0.0.1:1", "BURROW_CONSUMER_LOCAL_GROUP_BLACKLIST": "",
                "BURROW_CONSUMER_LOCAL_START_LATEST": "true", "BURROW_CLIENT_PROFILE_TEST_CLIENT_ID": "env",
                "BURROW_HOME": "/x",
            ])
        let plan = try #require(loaded.plan, "\(loaded.report.text())")
        let cluster = plan.clusters[0]
        #expect(cluster.offsetRefresh == .seconds(11) && cluster.brokers == "x:1,y:2" && cluster.intervals == 7)
        #expect(cluster.startsLatest && cluster.clientID == "env" && plan.evaluation.allowedLag == 9)
        #expect(plan.server.port == 1 && cluster.deniedGroups != nil)
    }

    @Test func thePrefixOfVariablesMayBeAnother() throws {
        let text = "[general]\nenv-var-prefix=\"LAG\"\n" + Self.debian.replacing("[general]\n", with: "")
        let variables = ["BURROW_STORAGE_DEFAULT_INTERVALS": "5", "LAG_STORAGE_DEFAULT_INTERVALS": "6"]
        #expect(try #require(Loading.burrow(text, environment: variables).plan).clusters[0].intervals == 6)
    }

    /// Every option has its line in the guide for those who come from Burrow.
    @Test func theGuideListsEveryOption() throws {
        let page = "docs/MIGRATING-FROM-BURROW.md"
        var text = try #require(PackageFiles.read(page))
        let start = try #require(text.firstRange(of: "<!-- options -->\n"))
        let end = try #require(text.firstRange(of: "<!-- end of options -->"))
        if PackageFiles.rewritesGolden {
            text.replaceSubrange(start.upperBound..<end.lowerBound, with: BurrowOption.table)
            PackageFiles.write(text, to: page)
        }
        let written = try #require(PackageFiles.read(page))
        #expect(written.contains("<!-- options -->\n" + BurrowOption.table + "<!-- end of options -->"))
    }
}

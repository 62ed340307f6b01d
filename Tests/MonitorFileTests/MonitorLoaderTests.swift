// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import MonitorFile
import Testing
import Topology

struct MonitorLoaderTests {
    @Test func brokersAloneAreComplete() throws {
        let loaded = Loading.monitor("clusters: {local: {brokers: B}}\n")
        #expect(loaded.report.text() == "")
        let plan = try #require(loaded.plan)
        let cluster = try #require(plan.clusters.first)
        #expect(plan.clusters.count == 1 && cluster.name == "local" && cluster.brokers == "B")
        let standard = ClusterPlan(name: "local", brokers: "B")
        #expect(cluster.offsetRefresh == standard.offsetRefresh && cluster.topicRefresh == standard.topicRefresh)
        #expect(cluster.intervals == 10 && cluster.expireGroup == .seconds(604_800) && cluster.minDistance == .zero)
        #expect(cluster.collector == .automatic && !cluster.startsLatest && !cluster.backfillsEarliest)
        #expect(cluster.offsetsTopic == "__consumer_offsets" && cluster.clientID == "sluice-monitor")
        #expect(cluster.allowedGroups == nil && cluster.deniedGroups == nil && cluster.isolation.isEmpty)
        #expect(cluster.groupsReaperRefresh == .zero && cluster.expectedBrokers == nil && cluster.options.isEmpty)
        #expect(plan.evaluation == EvaluationPlan())
        #expect(plan.server.host == "127.0.0.1" && plan.server.port == 8000 && plan.server.tokens.isEmpty)
        #expect(plan.server.tls == nil && plan.server.personalities.isEmpty && plan.server.allowedOrigin == nil)
        #expect(plan.stateDirectory == nil)
    }

    static let full = """
        clusters:
          main:
            brokers: "a:9092,b:9092"
            options: {security.protocol: SASL_SSL, sasl.password: "${file:secret}", socket.timeout.ms: 1000}
            client_id: watch
            collector: admin
            groups: [g1, g2]
            offset_refresh: 5s
            topic_refresh: 2m
            groups_reaper_refresh: 1h
            intervals: 20
            min_distance: 500ms
            expire_group: 1d
            allow: ["^web-", "^etl"]
            deny: ["-test$"]
            expected_brokers: 3
            isolation: {"^etl": read_uncommitted, ".": read_committed}
          other:
            brokers: "c:9092"
            collector: offsets_topic
            offsets_topic: offsets
            start: latest
            backfill: true
        listen: "[::1]:9000"
        tokens: {read: [r1, r2], admin: ["${ADMIN}"]}
        tls: {certificate: cert.pem, key: key.pem}
        metrics: [burrow, kminion]
        metric_detail: group
        allowed_origin: "*"
        state_directory: /var/lib/x
        evaluation: {minimum_complete: 0.5, allowed_lag: 7, expire_cache: 1s, stop_intervals: 2.5, stop_floor: 30s}

        """

    @Test func everyOptionArrivesInThePlan() throws {
        let loaded = Loading.monitor(Self.full, environment: ["ADMIN": "a1"], files: ["secret": "pw\n"])
        #expect(loaded.report.text() == "")
        let plan = try #require(loaded.plan)
        #expect(plan.clusters.map(\.name) == ["main", "other"])
        let main = plan.clusters[0]
        #expect(
            main.options.map { "\($0.name)=\($0.value)" } == [
                "security.protocol=SASL_SSL", "sasl.password=pw", "socket.timeout.ms=1000",
            ])
        #expect(main.brokers == "a:9092,b:9092" && main.clientID == "watch")
        #expect(main.collector == .adminAPI(groups: ["g1", "g2"]))
        #expect(main.offsetRefresh == .seconds(5) && main.topicRefresh == .seconds(120))
        #expect(main.groupsReaperRefresh == .seconds(3600) && main.intervals == 20)
        #expect(main.minDistance == .milliseconds(500) && main.expireGroup == .seconds(86_400))
        #expect(main.allowedGroups == "(?:^web-)|(?:^etl)" && main.deniedGroups == "-test$")
        #expect(main.expectedBrokers == 3)
        #expect(
            main.isolation.map { "\($0.pattern) \($0.isolation.rawValue)" } == [
                "^etl read_uncommitted", ". read_committed",
            ])
        let other = plan.clusters[1]
        #expect(other.collector == .offsetsTopic && other.offsetsTopic == "offsets")
        #expect(other.startsLatest && other.backfillsEarliest)
        let server = plan.server
        #expect(server.host == "::1" && server.port == 9000 && server.allowedOrigin == "*")
        #expect(server.tokens.map { "\($0.role) \($0.secret)" } == ["read r1", "read r2", "admin a1"])
        #expect(server.tls?.certificate == "cert.pem" && server.tls?.key == "key.pem")
        #expect(server.personalities == [.burrow, .kminion] && server.metricDetail == .group)
        #expect(plan.stateDirectory == "/var/lib/x")
        var evaluation = EvaluationPlan()
        evaluation.minimumComplete = 0.5
        evaluation.allowedLag = 7
        evaluation.expireCache = .seconds(1)
        evaluation.stopIntervals = 2.5
        evaluation.stopFloor = .seconds(30)
        #expect(plan.evaluation == evaluation)
    }

    /// One fault: the text, where it is and what is said of it.
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let finding: String
        var testDescription: String { finding }
    }

    static func cluster(_ options: String) -> String { "clusters: {c: {brokers: b, \(options)}}" }

    static let cases: [Case] = [
        Case(text: "", finding: "1:1: the file is empty"),
        Case(text: "[]", finding: "1:1: a monitor's file must be a mapping, found a list"),
        Case(text: "listen: ':1'", finding: "1:1: a monitor's file needs 'clusters'"),
        Case(text: "clusters:", finding: "1:10: 'clusters' names no cluster"),
        Case(text: "clusters: []", finding: "1:11: 'clusters' must be a mapping, found a list"),
        Case(text: "clusters: {c: }", finding: "1:12: cluster 'c' needs 'brokers'"),
        Case(text: "clusters: {c: 5}", finding: "1:15: cluster 'c' must be a mapping of options, found a number"),
        Case(text: "clusters: {c: {brokers: ''}}", finding: "1:25: 'brokers' is empty"),
        Case(text: "clusters: {-c: {brokers: b}}", finding: "1:12: '-c' cannot be the name of a cluster"),
        Case(text: "clusters: {a b: {brokers: b}}", finding: "1:12: 'a b' cannot be the name of a cluster"),
        Case(
            text: cluster("intervals: 0"), finding: "1:39: 'intervals' must be a whole number from 1 to 1000, found '0'"
        ),
        Case(text: cluster("offset_refresh: 10"), finding: "1:44: 'offset_refresh': duration '10' has no unit"),
        Case(
            text: cluster("offset_refresh: 1ms"),
            finding: "1:44: 'offset_refresh': duration '1ms' is not from 100ms to 1h"),
        Case(text: cluster("ofset_refresh: 1s"), finding: "1:28: unknown key 'ofset_refresh' in cluster 'c'"),
        Case(text: cluster("allow: '^a'"), finding: "1:35: 'allow' must be a list, found '^a'"),
        Case(
            text: cluster("allow: ['a(']"),
            finding: "1:38: 'a(' is no regular expression: missing "
                + "closing parenthesis"),
        Case(text: cluster("deny: ['']"), finding: "1:35: an empty pattern fits every group"),
        Case(
            text: cluster("isolation: {'[': read_committed}"),
            finding: "1:41: '[' is no regular expression: missing terminating ] for character class"),
        Case(
            text: cluster("isolation: {a: comitted}"),
            finding: "1:43: 'a' must be one of 'read_committed', 'read_uncommitted', found 'comitted'"),
        Case(text: cluster("groups: [g]"), finding: "1:36: 'groups' needs 'collector: admin'"),
        Case(text: cluster("backfill: true"), finding: "1:38: 'backfill' needs 'start: latest'"),
        Case(
            text: cluster("collector: kafka"),
            finding: "1:39: 'collector' must be one of 'auto', 'offsets_topic', 'admin', found 'kafka'"),
        Case(
            text: cluster("options: {group.id: x}"),
            finding: "1:38: option 'group.id' cannot be set: the monitor is in no group"),
        Case(
            text: cluster("options: {Bootstrap.Servers: x}"),
            finding: "1:38: option 'Bootstrap.Servers' cannot be set: the brokers have a key of their own"),
        Case(text: cluster("options: {a: [1]}"), finding: "1:38: option 'a' must be text or a number, found a list"),
        Case(
            text: cluster("expected_brokers: many"),
            finding: "1:46: 'expected_brokers' must be a whole number from 1 to 10000, found 'many'"),
        Case(text: cluster("client_id: '${UNSET}'"), finding: "1:40: variable 'UNSET' is not set"),
        Case(
            text: cluster("") + "\nlisten: nowhere",
            finding: "2:9: 'listen' must be an address with a port, found 'nowhere'"),
        Case(text: cluster("") + "\nlisten: 8000", finding: "2:9: 'listen' must be text, found '8000'"),
        Case(text: cluster("") + "\ntokens: {read: abc}", finding: "2:16: 'read' must be a list, found text"),
        Case(
            text: cluster("") + "\ntokens: {read: ['a b']}",
            finding: "2:17: a token must be characters of ASCII without blanks, at least one"),
        Case(text: cluster("") + "\ntokens: {read: [a], admin: [a]}", finding: "2:29: the same token has two roles"),
        Case(text: cluster("") + "\ntls: {key: k}", finding: "2:1: 'tls' needs 'certificate'"),
        Case(
            text: cluster("") + "\nmetrics: [burow]",
            finding:
                "2:11: 'metrics' must be one of 'burrow', 'kafka_exporter', "
                + "'kafka_lag_exporter', 'kminion', found 'burow'"
        ),
        Case(
            text: cluster("") + "\nevaluation: {minimum_complete: 2}",
            finding: "2:32: 'minimum_complete' must be a number from 0.0 to 1.0, found '2'"),
        Case(
            text: cluster("") + "\nevaluation: {allowed_lag: -1}",
            finding: "2:27: 'allowed_lag' must be a whole number from 0 to 9223372036854775807, found '-1'"),
        Case(text: cluster("") + "\nstate_directory: ''", finding: "2:18: 'state_directory' is empty"),
        Case(text: cluster("") + "\nalerts: {}", finding: "2:1: 'alerts' is not available in this version"),
        Case(text: cluster("") + "\nlistne: ':1'", finding: "2:1: unknown key 'listne' in a monitor's file"),
        Case(
            text: cluster("") + "\nlisten: ':1'\nlisten: ':2'",
            finding: "3:1: key 'listen' is written twice in this mapping"),
        Case(text: "clusters: {", finding: "2:1: while parsing a flow node: did not find expected node content"),
    ]

    @Test(arguments: cases)
    func everyFaultIsToldAtItsPlace(testCase: Case) {
        let loaded = Loading.monitor(testCase.text)
        #expect(loaded.plan == nil && loaded.report.hasErrors)
        #expect(Loading.places(loaded).contains("monitor.yaml:" + testCase.finding), "\(loaded.report.text())")
    }

    /// Style: lower case, no full stop.
    @Test(arguments: cases)
    func messagesKeepTheirForm(testCase: Case) {
        for diagnostic in Loading.monitor(testCase.text).diagnostics {
            #expect(!diagnostic.message.hasSuffix(".") && diagnostic.message.first?.isUppercase == false)
        }
    }

    @Test(
        arguments: [
            ("127.0.0.1:1", nil), ("localhost:1", nil), ("[::1]:1", nil), (":1", nil),
            ("0.0.0.0:1", "everybody who reaches '0.0.0.0' may read"),
            ("10.0.0.1:1", "everybody who reaches '10.0.0.1' may read"),
        ] as [(String, String?)])
    func listeningToTheWorldIsAWarning(listen: String, warning: String?) {
        let text = Self.cluster("") + "\nlisten: '\(listen)'\n"
        let loaded = Loading.monitor(text)
        #expect(loaded.plan != nil && loaded.diagnostics.map(\.message) == [warning].compactMap(\.self))
        let guarded = Loading.monitor(text + "tokens: {read: [t]}\ntls: {certificate: c, key: k}\n")
        #expect(guarded.plan != nil && guarded.diagnostics.isEmpty)
        let open = Loading.monitor(text + "tokens: {read: [t]}\n")
        #expect(open.diagnostics.count == (warning == nil ? 0 : 1))
    }

    @Test func tooMuchOfAnythingIsRefused() {
        let clusters = (0..<65).map { "c\($0): {brokers: b}" }.joined(separator: ", ")
        #expect(
            Loading.places(Loading.monitor("clusters: {\(clusters)}")) == [
                "monitor.yaml:1:11: 65 clusters; 64 are allowed"
            ])
        let tokens = (0..<65).map { "t\($0)" }.joined(separator: ", ")
        #expect(
            Loading.monitor(Self.cluster("") + "\ntokens: {admin: [\(tokens)]}").diagnostics.map(\.message)
                == ["65 tokens; 64 are allowed"])
        let patterns = (0..<257).map { "p\($0)" }.joined(separator: ", ")
        #expect(
            Loading.monitor(Self.cluster("allow: [\(patterns)]")).diagnostics.map(\.message)
                == ["257 patterns; 256 are allowed"])
        let long = String(repeating: "x", count: 15_000)
        let both = Loading.monitor(Self.cluster("allow: [a\(long), b\(long)]")).diagnostics.map(\.message)
        #expect(both.count == 1 && both.first?.hasPrefix("the patterns of 'allow': ") == true, "\(both)")
    }

    @Test func aFileThatIsNotThereIsTold() {
        let loaded = MonitorLoader(environment: [:], files: Loading.files([:])).load(path: "x/none.yaml")
        #expect(loaded.plan == nil)
        #expect(Loading.places(loaded) == ["x/none.yaml:1:1: cannot read the file: no such file or directory"])
    }

    /// No rendering shows what came from a file or stands where secrets stand.
    @Test func secretsAreShownNowhere() {
        let text = """
            clusters:
              c:
                options: {sasl.password: hunter2, ssl.key.password: [hunter2]}
                intervals: "${file:s}"
                brokers: "${file:s}"
            tokens: {read: ["hunter2 with a blank"], admin: [hunter2, hunter2]}
            listen: "${file:s}"
            """
        let loaded = Loading.monitor(text, files: ["s": "hunter2"])
        #expect(loaded.report.errorCount == 5, "\(loaded.report.text())")
        #expect(!loaded.report.text().contains("hunter2") && !loaded.report.json().contains("hunter2"))
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor
import Platform
import Testing

@testable import LagServer

/// The bytes are those of Burrow 1.9.5's marshalling.
struct BurrowAPITests {
    private static let stalled =
        #"{"topic":"t","partition":0,"owner":"/10.0.0.1","client_id":"app-1","#
        + #""status":"STALL","start":{"offset":2,"timestamp":100000,"observedAt":0,"lag":5},"#
        + #""end":{"offset":2,"timestamp":200000,"observedAt":0,"lag":6},"current_lag":7,"complete":0.6666667}"#

    @Test func statusOfAGroupIsByteForByteBurrows() {
        let cluster = FakeCluster("c") { $0.reports = [Samples.report("g", [Samples.stalled()])] }
        let answer = Desk([cluster]).ask(.get, "/v3/kafka/c/consumer/g/lag")
        #expect(answer.status == .ok)
        #expect(answer.header("Content-Type") == "application/json")
        #expect(
            answer.text == #"{"error":false,"message":"consumer status returned","#
                + #""status":{"cluster":"c","group":"g","status":"ERR","complete":0,"partitions":[\#(Self.stalled)],"#
                + #""partition_count":1,"maxlag":\#(Self.stalled),"totallag":7},"#
                + #""request":{"url":"/v3/kafka/c/consumer/g/lag","host":"h"}}"#)
    }

    @Test func statusListsTroubledPartitionsOnly() {
        let desk = Desk()
        #expect(
            desk.text("/v3/kafka/c/consumer/g/status").contains(#""partitions":[\#(Self.stalled)],"partition_count":2"#)
        )
        let all = desk.text("/v3/kafka/c/consumer/g/lag")
        #expect(
            all.contains(
                #"{"topic":"t","partition":1,"owner":"","client_id":"","status":"OK","#
                    + #""start":{"offset":5,"timestamp":100000,"observedAt":100500,"lag":null},"#
                    + #""end":{"offset":5,"timestamp":100000,"observedAt":100500,"lag":null},"#
                    + #""current_lag":0,"complete":1}]"#
            ))
    }

    @Test(arguments: ["status", "lag"])
    func missingGroupIs404WithoutError(page: String) {
        let answer = Desk().ask(.get, "/v3/kafka/c/consumer/missing/\(page)")
        #expect(answer.status == .notFound)
        #expect(
            answer.text.contains(
                #"{"error":false,"message":"consumer status returned","status":"#
                    + #"{"cluster":"c","group":"missing","status":"NOTFOUND","complete":1,"partitions":[],"#
                    + #""partition_count":0,"maxlag":null,"totallag":0},"request":"#))
    }

    @Test func commitsOfAGroupKeepBlankSlots() {
        let text = Desk().text("/v3/kafka/c/consumer/g")
        #expect(
            text == #"{"error":false,"message":"consumer detail returned","topics":{"t":[{"offsets":[null,"#
                + #"{"offset":2,"timestamp":100000,"observedAt":0,"lag":5},"#
                + #"{"offset":2,"timestamp":200000,"observedAt":0,"#
                + #""lag":6}],"owner":"/10.0.0.1","client_id":"app-1","current-lag":7},"#
                + #"{"offsets":[{"offset":5,"timestamp":100000,"observedAt":100500,"lag":null}],"owner":"","#
                + #""client_id":"","current-lag":0}]},"request":{"url":"/v3/kafka/c/consumer/g","host":"h"}}"#)
    }

    @Test func version121KnowsNoNullLagsAndNoObservation() {
        let desk = Desk(rules: .burrow12)
        #expect(
            desk.text("/v3/kafka/c/consumer/g/lag").contains(
                #"{"topic":"t","partition":1,"owner":"","client_id":"","status":"OK","#
                    + #""start":{"offset":5,"timestamp":100000,"lag":0},"end":{"offset":5,"timestamp":100000,"lag":0},"#
            ))
        #expect(
            desk.text("/v3/kafka/c/consumer/g/lag").contains(#""owner":"/10.0.0.1","client_id":"","status":"STALL""#))
        #expect(!desk.text("/v3/kafka/c/consumer/g").contains("observedAt"))
        #expect(desk.text("/v3/config/storage/default").contains("group-whitelist"))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let path: String
        let status: UInt32
        let body: String
        var testDescription: String { path }

        init(_ path: String, _ body: String) { self.init(path, 200, body) }

        init(_ path: String, _ status: UInt32, _ body: String) {
            self.path = path
            self.status = status
            self.body = body
        }
    }

    @Test(arguments: [
        Case("/v3/kafka", #""error":false,"message":"cluster list returned","clusters":["c"]"#),
        Case("/v3/kafka/c/topic", #""error":false,"message":"topic list returned","topics":["t"]"#),
        Case("/v3/kafka/x/topic", 404, #""error":true,"message":"cluster not found""#),
        Case("/v3/kafka/c/topic/t", #""error":false,"message":"topic offsets returned","offsets":[9,9]"#),
        Case("/v3/kafka/c/topic/unsampled", 404, #""error":true,"message":"cluster or topic not found""#),
        Case("/v3/kafka/x/topic/t", 404, #""error":true,"message":"cluster or topic not found""#),
        Case(
            "/v3/kafka/c/topic/t/consumers",
            #""error":false,"message":"consumers of topic returned","#
                + #""consumers":["a/b \u003cc\u003e\"\\ ä","g"]"#),
        Case("/v3/kafka/c/topic/x/consumers", #""error":false,"message":"consumers of topic returned","consumers":[]"#),
        Case("/v3/kafka/x/topic/t/consumers", 404, #""error":true,"message":"cluster not found""#),
        Case("/v3/kafka/x/consumer", 404, #""error":true,"message":"cluster not found""#),
        Case("/v3/kafka/c/consumer/h", #""error":false,"message":"consumer detail returned","topics":{}"#),
        Case("/v3/kafka/c/consumer/x", 404, #""error":true,"message":"cluster or consumer not found""#),
        Case("/v3/kafka/x", 404, #""error":true,"message":"cluster module not found""#),
        Case("/v3/config/cluster/x", 404, #""error":true,"message":"cluster module not found""#),
        Case("/v3/config/storage/x", 404, #""error":true,"message":"storage module not found""#),
        Case("/v3/config/evaluator/x", 404, #""error":true,"message":"evaluator module not found""#),
        Case("/v3/config/consumer/x", 404, #""error":true,"message":"consumer module not found""#),
        Case("/v3/config/notifier/x", 404, #""error":true,"message":"notifier module not found""#),
        Case("/v3/admin/loglevel", #""error":false,"message":"log level returned","level":"info""#),
        Case(
            "/v3/config/storage/default",
            #""error":false,"message":"storage module detail returned","module":{"class-name":"inmemory","#
                + #""intervals":10,"min-distance":0,"group-allowlist":"","expire-group":604800}"#),
        Case(
            "/v3/config/evaluator/default",
            #""error":false,"message":"evaluator module detail returned","#
                + #""module":{"class-name":"caching","expire-cache":10}"#),
        Case(
            "/v3/kafka/c",
            #""error":false,"message":"cluster module detail returned","module":{"class-name":"kafka","#
                + #""servers":["b1:9092","b2:9093"],"client-profile":{"name":"","client-id":"sluice-monitor","#
                + #""kafka-version":"","tls":null,"sasl":null},"topic-refresh":60,"offset-refresh":10}"#),
        Case(
            "/v3/config/consumer/c",
            #""error":false,"message":"consumer module detail returned","module":{"class-name":"kafka","cluster":"c","#
                + #""servers":["b1:9092","b2:9093"],"group-allowlist":"","zookeeper-path":"","zookeeper-timeout":0,"#
                + #""client-profile":{"name":"","client-id":"sluice-monitor","kafka-version":"","tls":null,"#
                + #""sasl":null},"offsets-topic":"__consumer_offsets","start-latest":false}"#),
    ])
    func answerIsBurrows(_ one: Case) {
        let answer = Desk().ask(.get, one.path)
        #expect(answer.status.code == one.status)
        #expect(answer.text == #"{\#(one.body),"request":{"url":"\#(one.path)","host":"h"}}"#)
    }

    @Test(arguments: [
        ("storage", #"["default"]"#), ("evaluator", #"["default"]"#), ("cluster", #"["c"]"#), ("consumer", #"["c"]"#),
        ("notifier", "[]"),
    ])
    func modulesAreListedBehindTheRequest(kind: String, names: String) {
        #expect(
            Desk().text("/v3/config/\(kind)") == #"{"error":false,"message":"module list returned","#
                + #""request":{"url":"/v3/config/\#(kind)","host":"h"},"coordinator":"\#(kind)","modules":\#(names)}"#)
    }

    @Test func configurationTellsNoPasswords() {
        let desk = Desk { plan in
            plan.burrowNames.clientProfiles["c"] = "secure"
            plan.clusters[0].options = [
                ("security.protocol", "SASL_SSL"), ("sasl.username", "u"), ("sasl.password", "geheim"),
                ("ssl.ca.location", "/ca.pem"), ("enable.ssl.certificate.verification", "false"),
            ]
        }
        let text = desk.text("/v3/kafka/c")
        #expect(
            text.contains(#""tls":{"name":"secure","noverify":true,"certfile":"","keyfile":"","cafile":"/ca.pem"}"#))
        #expect(text.contains(#""sasl":{"name":"secure","handshake-first":true,"username":"u"}"#))
        #expect(!text.contains("geheim"))
        #expect(
            desk.text("/v3/config").contains(
                #""httpserver":{"default":{"address":"127.0.0.1:8000","tls":"","timeout":30}}}"#))
    }

    @Test(arguments: [
        "/v3/unknown", "/nothing", "/v2/kafka", "/v3/kafka/c/consumer/g/lag/x", "/v3/kafka/c/consumer//lag",
    ])
    func unknownPathIsTextThatLooksLikeJSON(path: String) {
        let answer = Desk().ask(.get, path)
        #expect(answer.status == .notFound)
        #expect(answer.header("Content-Type") == "text/plain; charset=utf-8")
        #expect(answer.text == "{\"error\":true,\"message\":\"invalid request type\",\"result\":{}}\n")
    }

    @Test func trailingSlashIsRedirected() {
        let desk = Desk()
        let answer = desk.ask(.get, "/v3/kafka/a&b/", raw: "/v3/kafka/a&b/")
        #expect(answer.status == .movedPermanently)
        #expect(answer.header("Location") == "/v3/kafka/a&b")
        #expect(answer.text == "<a href=\"/v3/kafka/a&amp;b\">Moved Permanently</a>.\n\n")
        let encoded = desk.ask(.get, "/v3/kafka/c/consumer/a b/", raw: "/v3/kafka/c/consumer/a%20b/")
        #expect(encoded.header("Location") == "/v3/kafka/c/consumer/a%20b")
        #expect(desk.ask(.delete, "/v3/kafka/c/consumer/g/").status == .permanentRedirect)
    }

    @Test func wrongMethodIsNamedAsHttprouterDoes() {
        let desk = Desk()
        let answer = desk.ask(.put, "/v3/kafka/c/consumer/g")
        #expect(answer.status == .methodNotAllowed)
        #expect(answer.header("Allow") == "DELETE, GET, OPTIONS")
        #expect(answer.text == "Method Not Allowed\n")
        #expect(desk.ask(.head, "/v3/kafka").status == .methodNotAllowed)
        let options = desk.ask(.options, "/v3/kafka")
        #expect(options.status == .ok && options.header("Allow") == "GET, OPTIONS" && options.text == "")
    }

    @Test func groupsAreUnknownUntilTheClusterIsRead() {
        let cluster = Samples.cluster()
        let desk = Desk([cluster])
        for state in [CollectorState.connecting, .waitingForOffsetsTopic, .catchingUp(left: 3)] {
            cluster.contents.withLock { $0.state = state }
            #expect(desk.ask(.get, "/v3/kafka/c/consumer/g/lag").status == .notFound)
            #expect(desk.ask(.get, "/v3/kafka/c/consumer/g").status == .notFound)
            #expect(desk.text("/v3/kafka/c/consumer").contains(#""consumers":[]"#))
            #expect(desk.text("/burrow/admin/ready") == "STARTING")
            #expect(desk.ask(.get, "/burrow/admin/ready").status == .unavailable)
        }
        for state in [CollectorState.ready, .blind("x")] {
            cluster.contents.withLock { $0.state = state }
            // What was said before was not kept.
            #expect(desk.ask(.get, "/v3/kafka/c/consumer/g/lag").status == .ok)
            #expect(desk.ask(.get, "/burrow/admin/ready").text == "READY")
        }
        #expect(desk.text("/burrow/admin") == "GOOD")
    }

    @Test func answersAreRepeatedForTheCachesTime() {
        let cluster = Samples.cluster()
        let desk = Desk([cluster])
        let first = desk.text("/v3/kafka/c/consumer/g/lag")
        #expect(desk.ask(.get, "/v3/kafka/c/consumer/new/lag").status == .notFound)
        cluster.contents.withLock { contents in
            contents.reports = [Samples.report("new", [])]
        }
        desk.clock.withLock { $0 = .milliseconds(9999) }
        #expect(desk.text("/v3/kafka/c/consumer/g/lag") == first)
        #expect(desk.ask(.get, "/v3/kafka/c/consumer/new/lag").status == .notFound)
        #expect(cluster.contents.withLock { $0.judged } == 2)
        desk.clock.withLock { $0 = .seconds(10) }
        #expect(desk.ask(.get, "/v3/kafka/c/consumer/g/lag").status == .notFound)
        #expect(desk.ask(.get, "/v3/kafka/c/consumer/new/lag").status == .ok)
    }

    @Test func cacheStaysBounded() {
        let cluster = FakeCluster("c")
        let cache = ReportCache(lifetime: .seconds(10), now: { .zero })
        var judged = 0
        for round in 0..<2 {
            for index in 0...LagServerLimits.cachedReportsMax {
                _ = cache.report("c", "g\(index)") {
                    judged += 1
                    return cluster.report(on: "g", rules: .burrow)
                }
            }
            // One more than has room empties the cache once.
            #expect(judged == (LagServerLimits.cachedReportsMax + 1) * (round + 1))
        }
    }

    @Test func originHeaderComesFromTheConfiguration() {
        let desk = Desk { $0.server.allowedOrigin = "https://x" }
        #expect(desk.ask(.get, "/v3/kafka").header("Access-Control-Allow-Origin") == "https://x")
        #expect(Desk().ask(.get, "/v3/kafka").header("Access-Control-Allow-Origin") == nil)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor
import Platform
import Testing

@testable import LagServer

/// Who may change what, and what is written about it.
struct ChangesTests {
    private static let tokens: [(role: ServerPlan.Role, secret: String)] = [(.read, "looker"), (.admin, "boss")]

    @Test func deleteSays200WhateverWasThere() {
        let cluster = Samples.cluster()
        let desk = Desk([cluster])
        for path in ["/v3/kafka/c/consumer/g", "/v3/kafka/c/consumer/g", "/v3/kafka/nowhere/consumer/g"] {
            let answer = desk.ask(.delete, path)
            #expect(answer.status == .ok)
            #expect(answer.text.hasPrefix(#"{"error":false,"message":"consumer group removed","request":{"#))
        }
        #expect(desk.ask(.delete, "/v3/kafka/c/consumer/h/topic/t").status == .ok)
        #expect(cluster.contents.withLock { $0.removed } == ["g", "g", "h|t"])
    }

    @Test func changesAreAudited() {
        let desk = Desk { $0.server.tokens = Self.tokens }
        let bearer = [("Authorization", "bearer boss")]
        _ = desk.ask(.delete, "/v3/kafka/c/consumer/g", headers: bearer, peer: Samples.stranger)
        _ = desk.ask(.delete, "/v1/clusters/c/groups/x%0Ay/topics/t", headers: bearer, peer: Samples.stranger)
        let lines = desk.lines.withLock { $0 }
        #expect(lines.count == 2)
        #expect(lines[0].contains("audit.action=remove_group audit.role=admin audit.peer=10.9.8.7 kafka.cluster=c "))
        #expect(lines[0].contains("kafka.group=g audit.found=true\n"))
        #expect(lines[1].contains(#"kafka.group="x\ny" kafka.topic=t audit.found=false"#))
        #expect(!lines.joined().contains("boss"))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let method: HTTPMethod
        let path: String
        let header: String?
        let status: UInt32
        var testDescription: String { "\(method) \(path) \(header ?? "-")" }

        init(_ method: HTTPMethod, _ path: String, _ header: String?, _ status: UInt32) {
            self.method = method
            self.path = path
            self.header = header
            self.status = status
        }
    }

    @Test(arguments: [
        Case(.get, "/v3/kafka", nil, 401), Case(.get, "/v3/kafka", "Bearer wrong!", 401),
        Case(.get, "/v3/kafka", "Bearer looke", 401), Case(.get, "/v3/kafka", "Basic looker", 401),
        Case(.get, "/v3/kafka", "Bearer", 401), Case(.get, "/v3/kafka", "Bearer looker", 200),
        Case(.get, "/v3/kafka", "Bearer boss", 200), Case(.get, "/v1/clusters", nil, 401),
        Case(.get, "/metrics", nil, 401), Case(.get, "/metrics", "Bearer looker", 200),
        Case(.get, "/v1/openapi.json", nil, 401), Case(.get, "/health", nil, 200), Case(.get, "/ready", nil, 200),
        Case(.get, "/", nil, 200), Case(.get, "/burrow/admin", nil, 200), Case(.get, "/burrow/admin/ready", nil, 200),
        Case(.delete, "/v3/kafka/c/consumer/g", "Bearer looker", 403),
        Case(.delete, "/v3/kafka/c/consumer/g", "Bearer boss", 200),
        Case(.delete, "/v1/clusters/c/groups/g", nil, 401),
        Case(.delete, "/v1/clusters/c/groups/g", "Bearer looker", 403),
        Case(.post, "/v3/admin/loglevel", "Bearer looker", 403),
    ])
    func tokensDecide(_ one: Case) {
        let cluster = Samples.cluster()
        let desk = Desk([cluster]) { $0.server.tokens = Self.tokens }
        let headers = one.header.map { [("Authorization", $0)] } ?? []
        // A client of this machine has no more rights where there are tokens.
        let answer = desk.ask(one.method, one.path, headers: headers, peer: Samples.loopback)
        #expect(answer.status.code == one.status)
        if one.status == 401 { #expect(answer.header("WWW-Authenticate") == "Bearer realm=\"sluice\"") }
        if one.status > 400 {
            #expect(cluster.contents.withLock { $0.removed } == [])
            #expect(answer.header("Content-Type") == "application/json")
            #expect(answer.text.contains(one.path.hasPrefix("/v3") ? #""error":true"# : #"{"error":{"code":""#))
        }
    }

    @Test(
        arguments: [
            (Samples.loopback, nil, 200), (Samples.stranger, nil, 403), (HTTPPeer.unknown, nil, 403),
            (Samples.loopback, "http://localhost:8000", 200), (Samples.loopback, "http://127.0.0.1", 200),
            (Samples.loopback, "https://evil.example", 403), (Samples.loopback, "http://localhost.evil.example", 403),
            (Samples.loopback, "null", 403),
        ] as [(HTTPPeer, String?, UInt32)])
    func withoutTokensOnlyThisMachineChanges(peer: HTTPPeer, origin: String?, status: UInt32) {
        let desk = Desk()
        let headers = origin.map { [("Origin", $0)] } ?? []
        let answer = desk.ask(.delete, "/v3/kafka/c/consumer/g", headers: headers, peer: peer)
        #expect(answer.status.code == status)
        #expect(desk.ask(.get, "/v3/kafka", headers: headers, peer: peer).status == .ok)
    }

    @Test(
        arguments: [
            (#"{"level":"debug"}"#, 200, "debug"), (#"{"level":"TRACE"}"#, 200, "debug"),
            (#"{"level":"warning","x":1}"#, 200, "warn"), (#"{"level":"warn"}"#, 200, "warn"),
            (#"{"level":"error"}"#, 200, "error"), (#"{"level":"fatal"}"#, 200, "error"),
            (#"{"level":"loud"}"#, 404, "info"), ("{}", 404, "info"), ("null", 404, "info"), ("", 400, "info"),
            ("{", 400, "info"), (#"{"level":7}"#, 400, "info"), ("[]", 400, "info"),
        ] as [(String, UInt32, String)])
    func logLevelIsSet(body: String, status: UInt32, level: String) {
        let desk = Desk()
        let answer = desk.ask(.post, "/v3/admin/loglevel", body: body)
        #expect(answer.status.code == status)
        let messages: [UInt32: String] = [
            200: "set log level", 400: "could not decode message body", 404: "unknown log level",
        ]
        #expect(
            answer.text == #"{"error":\#(status != 200),"message":"\#(messages[status] ?? "")","#
                + #""request":{"url":"/v3/admin/loglevel","host":"h"}}"#)
        #expect(desk.text("/v3/admin/loglevel").contains(#""level":"\#(level)""#))
    }

    @Test func comparisonTellsEqualFromDifferent() {
        #expect(Access.isEqual([1, 2], [1, 2]))
        #expect(!Access.isEqual([1, 3], [1, 2]))
        #expect(!Access.isEqual([1], [1, 2]))
        #expect(!Access.isEqual([], [1]))
    }

    @Test func oversizedHeaderIsRefused() {
        let long = String(repeating: "x", count: LagServerLimits.authorizationBytesMax)
        let desk = Desk { $0.server.tokens = [(.admin, long)] }
        #expect(desk.ask(.get, "/v3/kafka", headers: [("Authorization", "Bearer \(long)")]).status == .unauthorized)
    }
}

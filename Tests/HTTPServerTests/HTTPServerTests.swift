// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(5)))
struct HTTPServerTests {
    /// Tells the client what it has asked.
    private static let mirror: @Sendable (HTTPRequest) -> HTTPResponse = { request in
        var text = "\(request.method) \(request.path)\n"
        for pair in request.query.pairs { text += "?\(pair.name)=\(pair.value)\n" }
        text += "agent \(request.headers.first("user-agent") ?? "none")\nbody \(request.body.count)\n"
        return .text(text)
    }

    private func serve(
        _ change: (inout HTTPServerLimits) -> Void = { _ in },
        _ handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse = mirror
    ) throws -> HTTPServer {
        var limits = HTTPServerLimits()
        change(&limits)
        return try HTTPServer(port: 0, limits: limits, handler: handler)
    }

    /// Sends one request on a connection of its own.
    private func ask(_ server: HTTPServer, _ text: String, hasBody: Bool = true) throws -> String {
        let client = try #require(RawClient(port: server.port))
        client.send(text)
        return client.receiveAnswer(hasBody: hasBody)
    }

    @Test func requestIsHandedOverDecoded() throws {
        let server = try serve()
        let answer = try ask(
            server, "GET /a%20b/%EC%84%9C?x=1%262&y&z=a+b&x=2 HTTP/1.1\r\nHost: h\r\nUser-Agent: test\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.contains("Content-Type: text/plain; charset=utf-8\r\n"))
        #expect(answer.hasSuffix("\r\n\r\nGET /a b/서\n?x=1&2\n?y=\n?z=a b\n?x=2\nagent test\nbody 0\n"))
    }

    @Test func headHasTheHeadersOnly() throws {
        var router = HTTPRouter()
        router.get("/x") { _ in .text("hello") }
        let server = try serve({ _ in }, router.respond)
        let client = try #require(RawClient(port: server.port))
        client.send("HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        let answer = try #require(client.receiveAll())
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.contains("Content-Length: 5\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n"))
    }

    @Test func routerKnowsPathsAndMethods() throws {
        var router = HTTPRouter()
        router.get("/x") { _ in .json("{}") }
        router.post("/x") { request in .text("\(request.body.count)") }
        router.get("/down") { _ in .json("{}", status: .unavailable) }
        let server = try serve({ _ in }, router.respond)
        #expect(try ask(server, "GET /x HTTP/1.1\r\nHost: h\r\n\r\n").hasSuffix("\r\n\r\n{}"))
        #expect(try ask(server, "GET /down HTTP/1.1\r\nHost: h\r\n\r\n").hasPrefix("HTTP/1.1 503 "))
        #expect(try ask(server, "GET /y HTTP/1.1\r\nHost: h\r\n\r\n").hasPrefix("HTTP/1.1 404 "))
        let refused = try ask(server, "DELETE /x HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(refused.hasPrefix("HTTP/1.1 405 "))
        #expect(refused.contains("Allow: GET, HEAD, POST\r\n"))
        let posted = try ask(server, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")
        #expect(posted.hasSuffix("\r\n\r\n3"))
    }

    @Test func connectionServesManyRequests() throws {
        let server = try serve()
        let client = try #require(RawClient(port: server.port))
        for index in 0..<100 {
            client.send("GET /\(index) HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(client.receiveAnswer().contains("GET /\(index)\n"))
        }
        // Two at once, the second one broken in two.
        client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HT")
        #expect(client.receiveAnswer().contains("GET /a\n"))
        client.send("TP/1.1\r\nHost: h\r\n\r\n")
        #expect(client.receiveAnswer().contains("GET /b\n"))
    }

    struct Malformed: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let statuses: [String]
        var testDescription: String { name }
    }

    @Test(arguments: [
        Malformed(name: "binary", text: "\u{16}\u{03}\u{01}\u{02}\r\n\r\n", statuses: ["400", ""]),
        Malformed(name: "no host", text: "GET / HTTP/1.1\r\n\r\n", statuses: ["400"]),
        Malformed(name: "broken escape", text: "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n", statuses: ["400"]),
        Malformed(name: "cut escape", text: "GET /%4 HTTP/1.1\r\nHost: h\r\n\r\n", statuses: ["400"]),
        Malformed(name: "escaped NUL", text: "GET /x%00y HTTP/1.1\r\nHost: h\r\n\r\n", statuses: ["400"]),
        Malformed(name: "NUL in query", text: "GET /x?a=%00 HTTP/1.1\r\nHost: h\r\n\r\n", statuses: ["400"]),
        Malformed(name: "no UTF-8", text: "GET /%ff HTTP/1.1\r\nHost: h\r\n\r\n", statuses: ["400"]),
        Malformed(name: "no path", text: "GET x HTTP/1.1\r\nHost: h\r\n\r\n", statuses: ["400"]),
        Malformed(name: "HTTP/2", text: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", statuses: ["400", "505", ""]),
        Malformed(
            name: "negative length", text: "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
            statuses: ["400", ""]),
        Malformed(
            name: "long head", text: "GET / HTTP/1.1\r\nHost: h\r\nX: \(String(repeating: "x", count: 40_000))\r\n\r\n",
            statuses: ["431", "413"]),
        Malformed(
            name: "long path", text: "GET /\(String(repeating: "x", count: 40_000)) HTTP/1.1\r\nHost: h\r\n\r\n",
            statuses: ["414", "431", "413"]),
        Malformed(
            name: "many fields",
            text: "GET /?\((0..<200).map { "a\($0)=1" }.joined(separator: "&")) HTTP/1.1\r\nHost: h\r\n\r\n",
            statuses: ["400"]),
        Malformed(
            name: "broken chunk",
            text: "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", statuses: ["400", ""]),
    ])
    func malformedRequestsAreRefusedAndTheServerLives(_ request: Malformed) throws {
        let server = try serve({ _ in }, { _ in .text("reached") })
        let client = try #require(RawClient(port: server.port))
        client.send(request.text)
        client.endSending()
        let start = ContinuousClock.now
        let answer = try #require(client.receiveAll())
        // Well below the idle time-out, which would hide a connection that was forgotten.
        #expect(start.duration(to: .now) < .seconds(10), "\(answer)")
        let status = answer.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        #expect(request.statuses.contains(status), "\(answer)")
        #expect(!answer.contains("reached"))
        #expect(try ask(server, "GET / HTTP/1.1\r\nHost: h\r\n\r\n").hasSuffix("reached"))
    }

    @Test func randomBytesDoNotHarm() throws {
        let server = try serve()
        let seed: UInt64 = 99
        var state = seed
        for round in 0..<200 {
            let client = try #require(RawClient(port: server.port))
            var bytes: [UInt8] = round.isMultiple(of: 2) ? Array("GET /".utf8) : []
            for _ in 0..<100 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(truncatingIfNeeded: state >> 40))
            }
            client.send(bytes + Array("\r\n\r\n".utf8))
            client.endSending()
            #expect(client.receiveAll() != nil, "seed \(seed) round \(round)")
        }
        #expect(try ask(server, "GET / HTTP/1.1\r\nHost: h\r\n\r\n").hasPrefix("HTTP/1.1 200"))
    }

    @Test func bodyUpToTheLimitIsTaken() throws {
        let server = try serve { $0.bodyBytesMax = 200_000 }
        let body = String(repeating: "b", count: 200_000)
        let answer = try ask(server, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n\(body)")
        #expect(answer.hasSuffix("body 200000\n"))
        let chunked = try ask(
            server, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
        #expect(chunked.hasSuffix("body 5\n"))
    }

    @Test func announcedBodyBeyondTheLimitIsRefusedAtOnce() throws {
        let server = try serve { $0.bodyBytesMax = 1000 }
        let answer = try ask(server, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
    }

    @Test func chunkedBodyBeyondTheLimitIsRefused() throws {
        let server = try serve { $0.bodyBytesMax = 1000 }
        let chunk = "400\r\n\(String(repeating: "c", count: 1024))\r\n"
        let answer = try ask(
            server, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)0\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 413 "), "\(answer)")
    }

    @Test func endlessBodyIsCutOff() throws {
        let server = try serve { $0.bodyBytesMax = 1000 }
        let client = try #require(RawClient(port: server.port))
        client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
        let chunk = Array("10000\r\n\(String(repeating: "c", count: 65_536))\r\n".utf8)
        var chunks = 0
        while chunks < 1000, client.send(chunk) { chunks += 1 }
        #expect(chunks < 1000)
    }

    @Test func expectedContinueIsGiven() throws {
        let server = try serve()
        let client = try #require(RawClient(port: server.port))
        client.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        #expect(client.receiveAnswer(hasBody: false).hasPrefix("HTTP/1.1 100 "))
        client.send("ab")
        #expect(client.receiveAnswer().hasSuffix("body 2\n"))
    }

    @Test func tricklingClientIsCutOff() throws {
        let server = try serve { $0.requestTimeout = .milliseconds(400) }
        let client = try #require(RawClient(port: server.port))
        client.send("GET / HTTP/1.1\r\n")
        var sent = 0
        // The pause is the client's: it sends one byte every 20 ms, which no idle time-out would end.
        while sent < 1000, client.send("X") {
            usleep(20_000)
            sent += 1
        }
        #expect((5..<500).contains(sent))
    }

    @Test func silentClientIsCutOff() throws {
        let server = try serve { $0.requestTimeout = .milliseconds(300) }
        let client = try #require(RawClient(port: server.port))
        #expect(client.receiveAll() != nil)
    }

    @Test func moreClientsThanConnectionsWaitTheirTurn() throws {
        let server = try serve { $0.connectionsMax = 4 }
        var clients: [RawClient] = []
        for _ in 0..<30 { clients.append(try #require(RawClient(port: server.port))) }
        for client in clients { client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n") }
        for client in clients { #expect(client.receiveAll()?.hasPrefix("HTTP/1.1 200") == true) }
        #expect(server.connections <= 4)
    }

    @Test func largeAnswerArrivesWhole() throws {
        let server = try serve({ _ in }, { _ in .text(String(repeating: "0123456789", count: 500_000)) })
        let client = try #require(RawClient(port: server.port))
        client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        #expect(client.receiveAll()?.utf8.count ?? 0 > 5_000_000)
    }

    @Test func stopEndsConnectionsAndFreesThePort() throws {
        let server = try serve()
        let idle = try #require(RawClient(port: server.port))
        let half = try #require(RawClient(port: server.port))
        half.send("GET / HT")
        #expect(try ask(server, "GET / HTTP/1.1\r\nHost: h\r\n\r\n").hasPrefix("HTTP/1.1 200"))
        server.stop()
        server.stop()
        #expect(idle.receiveAll() == "")
        #expect(half.receiveAll() != nil)
        #expect(server.connections == 0)
        let next = try HTTPServer(port: server.port) { _ in .text("next") }
        #expect(next.port == server.port)
    }

    @Test func forgottenServerStops() throws {
        var server: HTTPServer? = try serve()
        let port = try #require(server?.port)
        server = nil
        #expect(RawClient(port: port) == nil)
    }

    @Test func takenDefaultPortMovesAndTakenChosenPortFails() throws {
        let first = try serve()
        let second = try HTTPServer(port: first.port, .preferably) { _ in .text("second") }
        #expect(second.hasMoved && second.port != first.port)
        #expect(second.url == "http://127.0.0.1:\(second.port)")
        #expect(try ask(second, "GET / HTTP/1.1\r\nHost: h\r\n\r\n").hasSuffix("second"))
        let error = #expect(throws: HTTPServerError.self) {
            try HTTPServer(port: first.port, .exactly) { _ in .text("") }
        }
        #expect(error?.code == .addressInUse)
        #expect(error?.message == "cannot listen on 127.0.0.1:\(first.port): the port is taken")
        #expect(!first.hasMoved)
    }

    @Test(arguments: [("192.0.2.1", HTTPServerError.Code.badHost), ("no.such.host.invalid", .badHost)])
    func hostsOfOthersAreRefused(_ host: String, _ code: HTTPServerError.Code) {
        let error = #expect(throws: HTTPServerError.self) { try HTTPServer(host: host, port: 0) { _ in .text("") } }
        #expect(error?.code == code)
    }
}

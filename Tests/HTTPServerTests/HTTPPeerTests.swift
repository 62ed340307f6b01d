// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(5)))
struct HTTPPeerTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1", true), ("127.9.8.7", "127.9.8.7", true), ("10.0.0.127", "10.0.0.127", false),
        ("126.255.255.255", "126.255.255.255", false), ("::1", "::1", true), ("::", "::", false),
        ("fe80::1", "fe80::1", false), ("::ffff:127.0.0.1", "127.0.0.1", true),
        ("::ffff:192.168.1.2", "192.168.1.2", false),
    ])
    func addressIsReadWithItsKind(text: String, address: String, isLoopback: Bool) throws {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST
        var found: UnsafeMutablePointer<addrinfo>?
        try #require(getaddrinfo(text, nil, &hints, &found) == 0)
        defer { freeaddrinfo(found) }
        #expect(HTTPPeer(found?.pointee.ai_addr) == HTTPPeer(address: address, isLoopback: isLoopback))
    }

    @Test func whatIsNoAddressIsNobody() {
        var name = sockaddr()
        name.sa_family = sa_family_t(AF_UNIX)
        #expect(HTTPPeer(&name) == .unknown)
        #expect(HTTPPeer(nil) == .unknown)
        #expect(!HTTPPeer.unknown.isLoopback)
    }

    @Test func segmentsKeepEscapedSlashes() {
        func segments(_ raw: String) -> [String]? { HTTPRequest(method: .get, path: "/", rawPath: raw).segments }
        #expect(segments("/a/b%2Fc%20d/") == ["a", "b/c d", ""])
        #expect(segments("/") == [""])
        #expect(segments("/a%2") == nil)
        #expect(segments("/%FF") == nil)
    }

    @Test func serverTellsPeerAndRawPath() throws {
        let server = try HTTPServer(port: 0) { request in
            .text("\(request.peer) \(request.peer.isLoopback) \(request.rawPath)\n")
        }
        let client = try #require(RawClient(port: server.port))
        client.send("GET /a%2Fb?x=1 HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(client.receiveAnswer().hasSuffix("\r\n\r\n127.0.0.1 true /a%2Fb\n"))
    }
}

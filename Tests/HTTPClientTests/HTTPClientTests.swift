// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPClient
import HTTPServer
import Testing

@Suite(.timeLimit(.minutes(1))) struct HTTPClientTests {
    private func server(_ handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse) throws -> HTTPServer {
        try HTTPServer(port: 0, handler: handler)
    }

    @Test func aBodyArrivesWithItsStatus() throws {
        let body = Array((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        let server = try server { request in
            request.path == "/big" ? HTTPResponse(.ok, body: body) : HTTPResponse(.notFound, body: Array("none".utf8))
        }
        defer { server.stop() }
        let client = HTTPClient()
        #expect(try client.get(server.url + "/big") == .init(status: 200, body: body))
        #expect(try client.get(server.url + "/x?y=1") == .init(status: 404, body: Array("none".utf8)))
    }

    @Test func aTokenIsSent() throws {
        let server = try server { request in
            HTTPResponse(.ok, body: Array((request.headers["Authorization"] ?? "none").utf8))
        }
        defer { server.stop() }
        #expect(try HTTPClient().get(server.url, token: "abc").body == Array("Bearer abc".utf8))
        #expect(try HTTPClient().get(server.url).body == Array("none".utf8))
    }

    /// Groups may be called so.
    @Test(arguments: ["/groups/..", "/groups/%2e%2e", "/groups/./x"])
    func aPathIsSentAsItIs(path: String) throws {
        let server = try server { HTTPResponse(.ok, body: Array($0.rawPath.utf8)) }
        defer { server.stop() }
        #expect(try HTTPClient().get(server.url + path).body == Array(path.utf8))
    }

    @Test func redirectionsAreNotFollowed() throws {
        let server = try server { _ in HTTPResponse(.notFound, headers: [("Location", "http://127.0.0.1:1/")]) }
        defer { server.stop() }
        #expect(try HTTPClient().get(server.url).status == 404)
    }

    @Test func aBodyBeyondTheLimitIsAnError() throws {
        let server = try server { _ in HTTPResponse(.ok, body: [UInt8](repeating: 65, count: 1001)) }
        defer { server.stop() }
        #expect(try HTTPClient(bodyBytesMax: 1001).get(server.url).body.count == 1001)
        #expect { try HTTPClient(bodyBytesMax: 1000).get(server.url) } throws: { error in
            (error as? HTTPClientError)?.code == .tooLong
        }
    }

    @Test(arguments: [
        ("ftp://127.0.0.1/", HTTPClientError.Code.badURL), ("file:///etc/passwd", .badURL), ("", .badURL),
        ("http://127.0.0.1:1/", .unreachable), ("http://nowhere.invalid/", .unreachable),
    ])
    func whatCannotBeAskedIsTold(url: String, code: HTTPClientError.Code) {
        #expect { try HTTPClient(timeout: .seconds(20)).get(url) } throws: { error in
            (error as? HTTPClientError)?.code == code
        }
    }

    @Test func aServerWithoutTLSIsNotTrusted() throws {
        let server = try server { _ in HTTPResponse(.ok) }
        defer { server.stop() }
        let url = server.url.replacing("http:", with: "https:")
        #expect { try HTTPClient(timeout: .seconds(20)).get(url) } throws: { error in
            (error as? HTTPClientError)?.code == .insecure
        }
    }
}

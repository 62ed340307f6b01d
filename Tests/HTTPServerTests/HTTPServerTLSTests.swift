// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import HTTPServer

/// TLS against the client that everybody has, with certificates made here.
@Suite(.timeLimit(.minutes(5)), .enabled(if: Scratch.hasTools, "needs openssl and curl"))
struct HTTPServerTLSTests {
    @Test func clientThatKnowsTheCertificateIsServed() throws {
        let scratch = try Scratch()
        try scratch.makeCertificate("one")
        let server = try HTTPServer(port: 0, tls: scratch.tls("one", "one")) { request in
            let peer = request.peer
            return .text("\(request.method) \(request.path) from \(peer) \(peer.isLoopback) \(request.body.count)\n")
        }
        defer { server.stop() }
        #expect(server.url == "https://127.0.0.1:\(server.port)")
        let curl = "curl -sS --max-time 20 --cacert \(scratch.path)/one.crt"
        #expect(scratch.run("\(curl) \(server.url)/a") == "GET /a from 127.0.0.1 true 0\n")
        #expect(scratch.run("\(curl) --tls-max 1.2 \(server.url)/a") == "GET /a from 127.0.0.1 true 0\n")
        #expect(
            scratch.run("head -c 200000 /dev/zero | \(curl) --data-binary @- \(server.url)/b")
                == "POST /b from 127.0.0.1 true 200000\n")
        // Old versions, foreign certificates and plain HTTP get nothing.
        #expect(scratch.run("\(curl) --tls-max 1.1 \(server.url)/a").contains("curl: ("))
        #expect(scratch.run("curl -sS --max-time 20 \(server.url)/a").contains("curl: (60)"))
        #expect(!scratch.run("curl -sS --max-time 20 http://127.0.0.1:\(server.port)/a").contains("GET"))
    }

    @Test func bigAnswerArrivesWhole() throws {
        let scratch = try Scratch()
        try scratch.makeCertificate("one")
        let body = [UInt8](repeating: 0x61, count: 20_000_000)
        let server = try HTTPServer(port: 0, tls: scratch.tls("one", "one")) { _ in HTTPResponse(.ok, body: body) }
        defer { server.stop() }
        let count = scratch.run("curl -sS --max-time 60 --cacert \(scratch.path)/one.crt \(server.url)/ | wc -c")
        #expect(count == "20000000\n")
    }

    @Test func errorsSayWhichFile() throws {
        let scratch = try Scratch()
        try scratch.makeCertificate("one")
        try scratch.makeCertificate("two")
        scratch.run("printf 'no pem' >\(scratch.path)/bad.crt; cp \(scratch.path)/bad.crt \(scratch.path)/bad.key")
        scratch.run("head -c 1100000 /dev/zero >\(scratch.path)/big.crt; mkdir \(scratch.path)/dir.key")
        let path = scratch.path
        for (certificate, key, message) in [
            ("none", "one", "the certificate '\(path)/none.crt' cannot be read: No such file or directory"),
            ("one", "none", "the private key '\(path)/none.key' cannot be read: No such file or directory"),
            ("bad", "one", "the certificate '\(path)/bad.crt' is no PEM file with a certificate"),
            ("one", "bad", "the private key '\(path)/bad.key' is no PEM file with a private key"),
            ("big", "one", "the certificate '\(path)/big.crt' has more than 1048576 bytes"),
            ("one", "dir", "the private key '\(path)/dir.key' cannot be read: Is a directory"),
            (
                "one", "two",
                "'\(path)/two.key' is not the key of the certificate '\(path)/one.crt', or one of them is damaged"
            ),
        ] {
            let error = try #require(throws: HTTPServerError.self) {
                _ = try HTTPServer(port: 0, tls: scratch.tls(certificate, key)) { _ in .text("") }
            }
            #expect(error.code == .badTLS)
            #expect(error.message == "cannot serve TLS: \(message)")
        }
    }
}

/// A directory with certificates, removed with the object.
private final class Scratch {
    static let hasTools = system("command -v openssl >/dev/null && command -v curl >/dev/null") == 0
    let path: String

    init() throws {
        var template = Array("/tmp/sluice-tls-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { run("rm -rf \(path)") }

    func tls(_ certificate: String, _ key: String) -> HTTPServerTLS {
        HTTPServerTLS(certificatePath: "\(path)/\(certificate).crt", keyPath: "\(path)/\(key).key")
    }

    func makeCertificate(_ name: String) throws {
        let output = run(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost "
                + "-addext subjectAltName=IP:127.0.0.1 -keyout \(path)/\(name).key -out \(path)/\(name).crt "
                + "2>&1 >/dev/null || echo failed")
        try #require(!output.contains("failed"), "\(output)")
    }

    /// Runs a script and gives what it wrote to both streams.
    @discardableResult
    func run(_ script: String) -> String {
        guard let stream = popen("{ \(script)\n} 2>&1", "r") else { return "" }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, stream)
            if count == 0 { break }
            output += buffer.prefix(count)
        }
        pclose(stream)
        return String(decoding: output, as: UTF8.self)
    }
}

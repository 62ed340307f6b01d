// Sluice
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import Glibc

/// A server's certificate and private key: PEM files, read once at the start. TLS 1.2 and 1.3 are spoken.
package struct HTTPServerTLS: Sendable, Equatable {
    /// The server's certificate, then those that it was signed with.
    package let certificatePath: String
    package let keyPath: String

    package init(certificatePath: String, keyPath: String) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
    }

    /// The files' texts.
    func read() throws(HTTPServerError) -> TLSTexts {
        guard MHD_is_feature_supported(.FEATURE_TLS) == .YES else {
            throw HTTPServerError(code: .failed, message: "cannot serve TLS: libmicrohttpd was built without it")
        }
        let certificate = try Self.text(certificatePath, "certificate", marker: "CERTIFICATE-----")
        let key = try Self.text(keyPath, "private key", marker: "PRIVATE KEY-----")
        return TLSTexts(certificate: certificate, key: key)
    }

    /// The file's bytes with a NUL behind them. What is in the file is not told: it may be a key.
    private static func text(
        _ path: String, _ what: String, marker: String
    ) throws(HTTPServerError) -> [CChar] {
        func failure(_ why: String) -> HTTPServerError {
            HTTPServerError(code: .badTLS, message: "cannot serve TLS: the \(what) '\(path)' \(why)")
        }
        guard let file = fopen(path, "re") else {
            throw failure("cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: HTTPServerBounds.pemBytesMax + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0 else { throw failure("cannot be read: \(String(cString: strerror(errno)))") }
        guard count <= HTTPServerBounds.pemBytesMax else {
            throw failure("has more than \(HTTPServerBounds.pemBytesMax) bytes")
        }
        let content = bytes.prefix(count)
        guard String(decoding: content, as: UTF8.self).contains("-----BEGIN "),
            String(decoding: content, as: UTF8.self).contains(marker), !content.contains(0)
        else { throw failure("is no PEM file with a \(what)") }
        return content.map { CChar(bitPattern: $0) } + [0]
    }
}

/// PEM texts where the library can point at them; overwritten when they are no longer needed.
final class TLSTexts: @unchecked Sendable {  // both buffers belong to the object and are never written while it lives
    let certificate: UnsafeMutableBufferPointer<CChar>
    let key: UnsafeMutableBufferPointer<CChar>

    init(certificate: [CChar], key: [CChar]) {
        self.certificate = .allocate(capacity: certificate.count)
        _ = self.certificate.initialize(from: certificate)
        self.key = .allocate(capacity: key.count)
        _ = self.key.initialize(from: key)
    }

    deinit {
        if let start = key.baseAddress { explicit_bzero(start, key.count) }
        key.deallocate()
        certificate.deallocate()
    }
}

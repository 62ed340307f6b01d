// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A TCP connection on which a test says exactly what it wants.
final class RawClient {
    private let descriptor: Int32

    /// Connects to the loopback address; nil where nobody listens.
    init?(port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { return nil }
        // A server that never answers must not hang the tests.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Sends all bytes; false when the server has gone.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    /// Ends the sending half.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Everything up to the end of the connection, or nil if it did not end in time.
    func receiveAll() -> String? {
        var all: [UInt8] = []
        while true {
            guard let part = receive() else { return nil }
            if part.isEmpty { return String(decoding: all, as: UTF8.self) }
            all += part
        }
    }

    /// One answer with a `Content-Length`, head and body; shorter when the connection ends first.
    func receiveAnswer(hasBody: Bool = true) -> String {
        var all: [UInt8] = []
        while true {
            let text = String(decoding: all, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") {
                let length = text.firstMatch(of: /Content-Length: (\d+)/).flatMap { Int($0.1) } ?? 0
                if !hasBody || text[end.upperBound...].utf8.count >= length { return text }
            }
            guard let part = receive(), !part.isEmpty else { return text }
            all += part
        }
    }

    /// What is there next; empty at the end, nil after the time limit. A reset counts as the end.
    private func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count < 0 { return errno == ECONNRESET || errno == EPIPE ? [] : nil }
        return Array(buffer.prefix(count))
    }
}

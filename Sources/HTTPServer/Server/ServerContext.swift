// Sluice
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import Glibc
import Synchronization

/// What the library's callbacks work with; kept alive by the server until the daemon has stopped.
final class ServerContext: Sendable {
    let limits: HTTPServerLimits
    let handler: @Sendable (HTTPRequest) -> HTTPResponse
    /// When the connection of a socket last began to wait for an answer, in monotonic milliseconds.
    private let waiting: Mutex<[Int32: Int64]> = Mutex([:])

    init(limits: HTTPServerLimits, handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse) {
        self.limits = limits
        self.handler = handler
    }

    func opened(_ socket: Int32) { waiting.withLock { $0[socket] = Self.nowMs() } }

    /// The library tells of a closed connection before it closes the socket, so the number is not in use anew.
    func closed(_ socket: Int32) { waiting.withLock { $0[socket] = nil } }

    func answered(_ socket: Int32) { waiting.withLock { $0[socket] = Self.nowMs() } }

    var connections: Int { waiting.withLock { $0.count } }

    /// Ends the connections that have waited for longer than a request may take: the library then sees their end.
    func endSlowConnections() {
        let oldest = Self.nowMs() - limits.requestTimeout.wholeMilliseconds
        // Under the lock no socket can be closed, so no other one can have its number.
        waiting.withLock { waiting in
            for (socket, since) in waiting where since < oldest { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    private static func nowMs() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}

extension Duration {
    var wholeMilliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}

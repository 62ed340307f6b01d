// Sluice
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import Glibc
import Synchronization

/// An HTTP/1.1 server that answers whole requests by a function.
///
/// The function runs on the server's one thread: it must not block and must not stop the server. The server stops when
/// it is told to or when nobody holds it any more.
package final class HTTPServer: Sendable {
    package let host: String
    /// The port that it listens on, also where 0 or a taken default was asked for.
    package let port: UInt16
    /// Whether the default port was taken and another one is used.
    package let hasMoved: Bool
    private let hasTLS: Bool
    private let context: ServerContext
    private let running: Mutex<Running?>

    /// The library's daemon and the thread beside it. The daemon may be stopped on any thread but its own.
    private struct Running: ~Copyable, @unchecked Sendable {
        let daemon: OpaquePointer
        /// The daemon points into them.
        let texts: TLSTexts?
        let sweeper: Sweeper
    }

    /// Listens and serves from now on, by HTTPS where a certificate is given.
    package init(
        host: String = "127.0.0.1", port: UInt16, _ choice: PortChoice = .exactly, tls: HTTPServerTLS? = nil,
        limits: HTTPServerLimits = HTTPServerLimits(), handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) throws(HTTPServerError) {
        precondition(limits.connectionsMax > 0 && limits.headBytesMax >= 1024, "limits too low to serve anybody")
        let texts = try tls?.read()
        let socket = try Self.listen(host, port, choice)
        self.host = host
        self.port = socket.port
        hasMoved = port != 0 && socket.port != port
        context = ServerContext(limits: limits, handler: handler)
        hasTLS = texts != nil
        running = Mutex(try Self.start(socket, context, tls, texts))
    }

    deinit { stop() }

    /// Ends all connections and frees the port; returns when the last call of the handler has returned.
    package func stop() {
        var ended: Running?
        running.withLock { swap(&$0, &ended) }
        if let ended {
            MHD_stop_daemon(ended.daemon)
        }
    }

    /// Where a client finds the server: `http://127.0.0.1:8080`; a wildcard address is shown as the loopback one.
    package var url: String {
        let name = ["0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"][host] ?? host
        let scheme = hasTLS ? "https" : "http"
        return name.contains(":") ? "\(scheme)://[\(name)]:\(port)" : "\(scheme)://\(name):\(port)"
    }

    /// Open connections.
    package var connections: Int { context.connections }

    private static func listen(
        _ host: String, _ port: UInt16, _ choice: PortChoice
    ) throws(HTTPServerError) -> ListenSocket {
        do throws(HTTPServerError) {
            return try ListenSocket(host: host, port: port)
        } catch {
            guard choice == .preferably, error.code == .addressInUse else { throw error }
            return try ListenSocket(host: host, port: 0)
        }
    }

    private static func start(
        _ socket: consuming ListenSocket, _ context: ServerContext, _ tls: HTTPServerTLS?, _ texts: TLSTexts?
    ) throws(HTTPServerError) -> Running {
        guard let sweeper = Sweeper(context) else {
            throw HTTPServerError(code: .failed, message: "cannot start the HTTP server: no thread to be had")
        }
        let descriptor = socket.release()
        let limits = context.limits
        let daemon = sluice_mhd_start(
            descriptor, answerRequest, completeRequest, noteConnection, keepEscapes,
            Unmanaged.passUnretained(context).toOpaque(), UInt32(clamping: limits.connectionsMax), limits.headBytesMax,
            UInt32(clamping: max(1, limits.idleTimeout.components.seconds)), texts?.certificate.baseAddress,
            texts?.key.baseAddress)
        guard let daemon else {
            close(descriptor)
            if let tls {
                throw HTTPServerError(
                    code: .badTLS,
                    message: "cannot serve TLS: '\(tls.keyPath)' is not the key of the certificate "
                        + "'\(tls.certificatePath)', or one of them is damaged")
            }
            throw HTTPServerError(code: .failed, message: "cannot start the HTTP server: libmicrohttpd refused")
        }
        return Running(daemon: daemon, texts: texts, sweeper: sweeper)
    }
}

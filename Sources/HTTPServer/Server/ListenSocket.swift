// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A bound and listening TCP socket, closed unless somebody takes it over.
struct ListenSocket: ~Copyable {
    private let descriptor: Int32
    /// The port that the socket has, also where 0 was asked for.
    let port: UInt16

    /// Binds to the first address of a host.
    init(host: String, port: UInt16) throws(HTTPServerError) {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &found) == 0, let found else {
            throw HTTPServerError(code: .badHost, message: "cannot listen on '\(host)': no such host")
        }
        defer { freeaddrinfo(found) }
        // 'localhost' names ::1 and 127.0.0.1: clients that are told a port try the latter more often.
        var chosen = found
        var next: UnsafeMutablePointer<addrinfo>? = found
        while let candidate = next {
            if candidate.pointee.ai_family == AF_INET {
                chosen = candidate
                break
            }
            next = candidate.pointee.ai_next
        }
        descriptor = try Self.bound(to: chosen.pointee, host: host, port: port)
        self.port = Self.port(of: descriptor)
    }

    deinit { close(descriptor) }

    /// Hands the socket to a new owner, who closes it.
    consuming func release() -> Int32 {
        let descriptor = descriptor
        discard self
        return descriptor
    }

    private static func bound(to address: addrinfo, host: String, port: UInt16) throws(HTTPServerError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(address.ai_family, kind, 0)
        guard descriptor >= 0 else { throw failure(errno, host, port) }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, address.ai_addr, address.ai_addrlen) == 0,
            listen(descriptor, HTTPServerBounds.backlog) == 0
        else {
            let code = errno
            close(descriptor)
            throw failure(code, host, port)
        }
        return descriptor
    }

    private static func port(of descriptor: Int32) -> UInt16 {
        var name = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutableBytes(of: &name) { bytes in
            guard let start = bytes.baseAddress,
                getsockname(descriptor, start.assumingMemoryBound(to: sockaddr.self), &length) == 0
            else { return 0 }
            // Both families have the port in the two bytes after the family, in network order.
            return UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
    }

    private static func failure(_ code: Int32, _ host: String, _ port: UInt16) -> HTTPServerError {
        let place = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        switch code {
        case EADDRINUSE:
            return HTTPServerError(code: .addressInUse, message: "cannot listen on \(place): the port is taken")
        case EADDRNOTAVAIL:
            return HTTPServerError(
                code: .badHost, message: "cannot listen on \(place): the address is not one of this machine")
        case EACCES:
            return HTTPServerError(
                code: .notPermitted, message: "cannot listen on \(place): not permitted; ports below 1024 need a right")
        default:
            return HTTPServerError(
                code: .failed, message: "cannot listen on \(place): \(String(cString: strerror(code)))")
        }
    }
}

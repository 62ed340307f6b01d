// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Keeps a port of the loopback address from everybody else while nobody listens on it: connections are refused.
///
/// The mock cluster listens on a port that the system gave it, and ends the process where it cannot have the same one
/// again; while a broker is down, any connection of any program may be given that port.
final class HeldPort: Sendable {
    private let descriptor: Int32

    /// Nil where somebody has the port.
    init?(_ port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        // Connections that the broker has closed linger on its port.
        var isReused: Int32 = 1
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isReused, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}

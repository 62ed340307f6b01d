// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The other end of a connection. Behind a proxy that is the proxy: headers that claim otherwise are not believed.
package struct HTTPPeer: Sendable, Equatable, CustomStringConvertible {
    /// The numeric address, without port.
    package let address: String
    /// Whether the peer is on this machine.
    package let isLoopback: Bool

    package static let unknown = HTTPPeer(address: "unknown", isLoopback: false)

    package var description: String { address }

    package init(address: String, isLoopback: Bool) {
        self.address = address
        self.isLoopback = isLoopback
    }

    /// Reads a socket address; nil and other families than IP's are `unknown`.
    init(_ address: UnsafePointer<sockaddr>?) {
        guard let address else {
            self = .unknown
            return
        }
        // The structure's size goes by its family.
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let bytes = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr.bigEndian
            self = Self(v4: bytes)
        case AF_INET6:
            var name = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self).sin6_addr
            let bytes = withUnsafeBytes(of: &name) { Array($0) }
            if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
                // An IPv4 client of a socket for both.
                self = Self(v4: bytes[12...].reduce(0) { $0 << 8 | UInt32($1) })
                return
            }
            var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
            inet_ntop(AF_INET6, &name, &text, socklen_t(text.count))
            let digits = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            self.address = String(decoding: digits, as: UTF8.self)
            isLoopback = bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
        default: self = .unknown
        }
    }

    private init(v4 address: UInt32) {
        self.address = [24, 16, 8, 0].map { "\(address >> $0 & 0xFF)" }.joined(separator: ".")
        isLoopback = address >> 24 == 127
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Tells the service manager how the process does: systemd's `sd_notify` protocol, one datagram per message.
package struct ServiceNotifier: Sendable {
    /// A path, or `@name` for a socket in Linux' abstract namespace.
    private let address: String

    /// Nil where no manager listens: without an address, or with one that is no Unix socket's.
    package init?(address: String?) {
        guard let address, address.utf8.count > 1, address.hasPrefix("/") || address.hasPrefix("@") else { return nil }
        guard address.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
        self.address = address
    }

    /// The manager that `NOTIFY_SOCKET` names.
    package static func fromEnvironment() -> ServiceNotifier? {
        ServiceNotifier(address: getenv("NOTIFY_SOCKET").map { String(cString: $0) })
    }

    /// How often the manager wants to hear `watchdog`: half of `WATCHDOG_USEC`; nil where it does not.
    package static func watchdogInterval(microseconds: String?) -> Duration? {
        guard let microseconds, let value = Int64(microseconds), value > 0 else { return nil }
        return .microseconds(value / 2)
    }

    /// The start is done. The status is a line for `systemctl status`.
    @discardableResult
    package func ready(status: String) -> Bool { send("READY=1\nSTATUS=\(Self.line(status))") }

    @discardableResult
    package func stopping(status: String) -> Bool { send("STOPPING=1\nSTATUS=\(Self.line(status))") }

    @discardableResult
    package func status(_ status: String) -> Bool { send("STATUS=\(Self.line(status))") }

    @discardableResult
    package func watchdog() -> Bool { send("WATCHDOG=1") }

    /// Asks for more time before the manager gives up on the step under way.
    @discardableResult
    package func extendTimeout(by span: Duration) -> Bool {
        send("EXTEND_TIMEOUT_USEC=\(span.components.seconds * 1_000_000)")
    }

    private static func line(_ status: String) -> String {
        String(status.map { $0.isNewline ? " " : $0 }).cut(toBytes: TelemetryLimits.notificationBytesMax / 2)
    }

    /// Sends one message; false where nobody took it, which is never a reason to stop.
    private func send(_ message: String) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(address.utf8)
        withUnsafeMutableBytes(of: &name.sun_path) { path in
            path.copyBytes(from: bytes)
            if bytes[0] == UInt8(ascii: "@") { path[0] = 0 }
        }
        // The length counts: an abstract name ends with it, not at a NUL.
        let length = MemoryLayout.offset(of: \sockaddr_un.sun_path).map { $0 + bytes.count } ?? 0
        return withUnsafePointer(to: &name) { name in
            name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                Array(message.utf8).withUnsafeBytes { text in
                    sendto(
                        descriptor, text.baseAddress, text.count, Int32(MSG_NOSIGNAL), name,
                        socklen_t(length)) == text.count
                }
            }
        }
    }
}

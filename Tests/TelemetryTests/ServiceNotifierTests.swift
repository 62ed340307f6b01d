// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import Telemetry

struct ServiceNotifierTests {
    /// A datagram socket as a service manager has one.
    private final class Manager {
        let descriptor: Int32
        let address: String

        init?(address: String) {
            self.address = address
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            let bytes = Array(address.utf8)
            withUnsafeMutableBytes(of: &name.sun_path) { path in
                path.copyBytes(from: bytes)
                if bytes[0] == UInt8(ascii: "@") { path[0] = 0 }
            }
            let length = socklen_t(2 + bytes.count)
            let bound = withUnsafePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
            }
            guard bound == 0 else { return nil }
        }

        deinit {
            close(descriptor)
            if address.hasPrefix("/") { unlink(address) }
        }

        func received() -> String {
            var buffer = [UInt8](repeating: 0, count: 8192)
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        }
    }

    @Test(arguments: ["/tmp/sluice-notify-\(getpid())", "@sluice-notify-\(getpid())"])
    func messagesArriveAtPathsAndAbstractNames(_ address: String) throws {
        let manager = try #require(Manager(address: address))
        let notifier = try #require(ServiceNotifier(address: address))
        #expect(notifier.ready(status: "running 2\ntopologies"))
        #expect(manager.received() == "READY=1\nSTATUS=running 2 topologies")
        #expect(notifier.watchdog())
        #expect(manager.received() == "WATCHDOG=1")
        #expect(notifier.stopping(status: "sealing"))
        #expect(manager.received() == "STOPPING=1\nSTATUS=sealing")
        #expect(notifier.extendTimeout(by: .seconds(5)))
        #expect(manager.received() == "EXTEND_TIMEOUT_USEC=5000000")
    }

    @Test func nobodyListeningIsNoFault() throws {
        let notifier = try #require(ServiceNotifier(address: "/tmp/sluice-notify-nobody"))
        #expect(!notifier.status("x"))
    }

    @Test(arguments: [nil, "", "@", "relative", "vsock:2:1", "/" + String(repeating: "x", count: 108)])
    func otherAddressesAreNone(_ address: String?) {
        #expect(ServiceNotifier(address: address) == nil)
    }

    @Test func watchdogIsToldTwiceAsOftenAsAsked() {
        #expect(ServiceNotifier.watchdogInterval(microseconds: "30000000") == .seconds(15))
        for text in [nil, "", "0", "-1", "x"] { #expect(ServiceNotifier.watchdogInterval(microseconds: text) == nil) }
    }
}

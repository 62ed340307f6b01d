// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A host and a port from the command line.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    package let host: String
    /// 0 asks the system for a free port.
    package let port: UInt16

    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port`, `[v6]:port`, `:port` or `port`; the host is the loopback address where none is named.
    package init?(_ text: String) {
        var host = Substring("127.0.0.1")
        var port = Substring(text)
        if text.hasPrefix("[") {
            guard let close = text.lastIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<close]
            let rest = text[text.index(after: close)...]
            guard rest.hasPrefix(":"), host.contains(":") else { return nil }
            port = rest.dropFirst()
        } else if let colon = text.lastIndex(of: ":") {
            let before = text[..<colon]
            guard !before.contains(":") else { return nil }
            if !before.isEmpty { host = before }
            port = text[text.index(after: colon)...]
        }
        guard !host.isEmpty, !host.contains(where: \.isWhitespace) else { return nil }
        guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(port) else { return nil }
        self.init(host: String(host), port: number)
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

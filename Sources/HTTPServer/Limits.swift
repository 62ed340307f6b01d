// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of what a server takes from its clients.
package struct HTTPServerLimits: Sendable {
    /// Open connections; further clients wait in the system's queue.
    package var connectionsMax = 128
    /// Memory per connection for its request line and headers, in bytes; a larger head is answered with 431 or 414.
    package var headBytesMax = 16 * 1024
    /// Body of a request, in bytes; a larger one is answered with 413.
    package var bodyBytesMax = 1024 * 1024
    /// Silence after which a connection is closed; whole seconds, at least one.
    package var idleTimeout: Duration = .seconds(15)
    /// Time from a connection's start, or its last answer, to the next answer fully sent: a client that trickles its
    /// request or takes its answer byte by byte is cut off.
    package var requestTimeout: Duration = .seconds(30)

    package init() {}
}

/// Bounds that are not worth a setting.
enum HTTPServerBounds {
    /// Bytes of a body that is too large which are read and dropped so that its sender can be told.
    static let drainBytesMax = 4 * 1024 * 1024
    /// Connections that the system keeps before they are accepted.
    static let backlog: Int32 = 128
    /// Headers and query items of one request.
    static let fieldsMax = 100
    /// Bytes of a file with a certificate or a key.
    static let pemBytesMax = 1024 * 1024
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What to do about a port that is taken.
package enum PortChoice: Sendable {
    /// Fail: the user has named the port.
    case exactly
    /// Take a free one: the port is only a default, and `HTTPServer.port` tells which it became.
    case preferably
}

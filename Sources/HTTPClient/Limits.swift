// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of what a server may cost its client.
package enum HTTPClientLimits {
    /// Bytes of a body; a longer one is an error.
    package static let bodyBytesMax = 64 << 20
    /// Time to a connection, TLS included.
    package static let connectTimeout = Duration.seconds(10)
    /// Time of a whole request.
    package static let timeout = Duration.seconds(60)
}

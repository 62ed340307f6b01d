// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A server that could not start.
package struct HTTPServerError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable {
        /// Another process listens there.
        case addressInUse
        /// The host is not one of this machine, or cannot be resolved.
        case badHost
        /// The port needs rights that the process lacks.
        case notPermitted
        /// A certificate or key that cannot be used.
        case badTLS
        case failed
    }

    package let code: Code
    package let message: String

    package var description: String { message }
}

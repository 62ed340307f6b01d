// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Why there is no response.
package struct HTTPClientError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// Not a URL with http or https.
        case badURL
        /// No such host, or nobody listens there.
        case unreachable
        case timedOut
        /// The certificate is not trusted, or TLS failed otherwise.
        case insecure
        /// The body is longer than the limit.
        case tooLong
        case failed
    }

    package let code: Code
    package let message: String

    package var description: String { message }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a request wants done.
package struct HTTPMethod: Hashable, Sendable, CustomStringConvertible {
    /// The name as sent; methods are case-sensitive (RFC 9110, 9.1).
    package let name: String

    package init(_ name: String) { self.name = name }

    package static let get = HTTPMethod("GET")
    package static let head = HTTPMethod("HEAD")
    package static let post = HTTPMethod("POST")
    package static let put = HTTPMethod("PUT")
    package static let delete = HTTPMethod("DELETE")
    package static let options = HTTPMethod("OPTIONS")

    package var description: String { name }
}

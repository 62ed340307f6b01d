// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A whole request.
package struct HTTPRequest: Sendable {
    package let method: HTTPMethod
    /// The path without query, decoded; begins with a slash.
    package let path: String
    /// The query, decoded; a name without `=` has the value "".
    package let query: HTTPFields
    package let headers: HTTPFields
    package let body: [UInt8]
}

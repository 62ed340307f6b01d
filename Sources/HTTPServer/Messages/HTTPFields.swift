// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Names and values of headers or of a query, in the order sent; a name may come several times.
package struct HTTPFields: Sendable {
    package private(set) var pairs: [(name: String, value: String)] = []

    package init() {}

    package init(_ pairs: [(name: String, value: String)]) {
        self.pairs = pairs
    }

    mutating func append(_ name: String, _ value: String) { pairs.append((name, value)) }

    /// The first value of a name, compared without regard to case.
    package func first(_ name: String) -> String? {
        let name = name.lowercased()
        return pairs.first { $0.name.lowercased() == name }?.value
    }

    /// The first value of exactly this name.
    package subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The names that lead from the top of a record to a field, such as `user.id`.
public struct FieldPath: Hashable, Sendable, CustomStringConvertible {
    /// Names from the outermost object inwards.
    public let names: [String]

    /// Makes a path of names; a name may hold any character, dots included.
    public init(_ names: [String]) {
        self.names = names
    }

    /// The names joined by dots.
    public var description: String { names.joined(separator: ".") }
}

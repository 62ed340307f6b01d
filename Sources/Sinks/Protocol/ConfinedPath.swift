// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A path relative to a root that cannot leave it by its text, nor reach what the root keeps for itself.
package struct ConfinedPath: Hashable, Sendable, CustomStringConvertible {
    /// The names, outermost first; never empty.
    package let names: [String]

    /// Nil for an absolute path, an empty name, `.`, `..`, NUL, a first name that begins with `_`, `store.json`, and
    /// for what is longer or deeper than the limits.
    package init?(_ text: String) {
        guard (1...ProtocolLimits.pathBytes).contains(text.utf8.count) else { return nil }
        let names = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard names.count <= ProtocolLimits.pathDepth, names.allSatisfy(Self.isName), !names[0].hasPrefix("_"),
            !names[0].hasPrefix(RootLayout.storeFile)
        else { return nil }
        self.names = names
    }

    package var description: String { names.joined(separator: "/") }

    /// Whether the text may be a name on a path below a root.
    package static func isName(_ text: String) -> Bool {
        (1...ProtocolLimits.nameBytes).contains(text.utf8.count) && text != "." && text != ".."
            && !text.utf8.contains(0) && !text.utf8.contains(UInt8(ascii: "/"))
    }

    /// Whether the text may be the name of a data file in an epoch's directory: a name that does not begin with a dot.
    package static func isFileName(_ text: String) -> Bool { isName(text) && !text.hasPrefix(".") }
}

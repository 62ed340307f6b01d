// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A text that no log, error, or rendering may show.
package struct SecretString: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let value: String

    package init(_ value: String) { self.value = value }

    /// The text itself, for the library that needs it.
    package func reveal() -> String { value }

    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

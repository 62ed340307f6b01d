// Sluice
// SPDX-License-Identifier: Apache-2.0

extension CommandSpec {
    /// A value of a command that has its place instead of a name: `FILE...`.
    package struct Argument: Sendable {
        /// The name as help shows it, in capitals.
        package let name: String
        package let type: ValueType
        package let isRequired: Bool
        package let isRepeated: Bool
        /// One sentence without a full stop.
        package let summary: String

        package init(
            _ name: String, _ type: ValueType = .string, required isRequired: Bool = true,
            repeated isRepeated: Bool = false, _ summary: String
        ) {
            self.name = name
            self.type = type
            self.isRequired = isRequired
            self.isRepeated = isRepeated
            self.summary = summary
        }

        /// How a usage line writes the argument: `FILE...`, `[GROUP]`.
        var label: String {
            let text = isRepeated ? "\(name)..." : name
            return isRequired ? text : "[\(text)]"
        }
    }
}

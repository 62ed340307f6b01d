// Sluice
// SPDX-License-Identifier: Apache-2.0

extension CommandSpec {
    /// A named value or switch of a command: `--events N`, `--json`.
    package struct Option: Sendable {
        /// The long name without its dashes.
        package let name: String
        package let short: Character?
        /// What stands for the value in help, such as `N` or `DIR`; nil for a switch.
        package let placeholder: String?
        package let type: ValueType
        /// The value where none is given, as it would be typed.
        package let defaultValue: String?
        package let isRequired: Bool
        package let isRepeated: Bool
        /// One sentence without a full stop; the default is added to it.
        package let summary: String

        /// A switch that is off unless given.
        package static func flag(_ name: String, short: Character? = nil, _ summary: String) -> Option {
            Option(
                name: name, short: short, placeholder: nil, type: .flag, defaultValue: nil, isRequired: false,
                isRepeated: false, summary: summary)
        }

        /// An option with a value.
        package static func option(
            _ name: String, short: Character? = nil, _ placeholder: String, _ type: ValueType = .string,
            default defaultValue: String? = nil, required isRequired: Bool = false,
            repeated isRepeated: Bool = false, _ summary: String
        ) -> Option {
            precondition(!isRequired || defaultValue == nil, "a required option has no default")
            if let defaultValue {
                precondition((try? type.parse(defaultValue)) != nil, "default of '--\(name)' is not of its type")
            }
            return Option(
                name: name, short: short, placeholder: placeholder, type: type, defaultValue: defaultValue,
                isRequired: isRequired, isRepeated: isRepeated, summary: summary)
        }

        /// How help writes the option: `-n, --events N`.
        var label: String {
            let long = "--\(name)" + (placeholder.map { " \($0)" } ?? "")
            return short.map { "-\($0), \(long)" } ?? "    \(long)"
        }

        /// The summary with what the reader has to know of the value.
        var fullSummary: String {
            var notes: [String] = []
            if case .choice(let names) = type { notes.append(names.joined(separator: ", ")) }
            if isRequired { notes.append("required") }
            if isRepeated { notes.append("may be given several times") }
            if let defaultValue { notes.append("default: \(defaultValue)") }
            return notes.isEmpty ? summary : "\(summary) (\(notes.joined(separator: "; ")))"
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A command line that fits its specification: typed values by name.
///
/// Asking for a name that the command does not declare, or as another type, is a programmer error and traps.
package struct ParsedArguments: Sendable {
    /// The names of the command, such as `["archive", "ls"]`.
    package let path: [String]
    package let command: CommandSpec
    private let given: [String: [ParsedValue]]
    private let defaults: [String: ParsedValue]

    init(path: [String], command: CommandSpec, given: [String: [ParsedValue]]) {
        self.path = path
        self.command = command
        self.given = given
        var defaults: [String: ParsedValue] = [:]
        for option in command.options {
            if let text = option.defaultValue { defaults[option.name] = try? option.type.parse(text) }
        }
        self.defaults = defaults
    }

    /// Whether the value was typed, in contrast to its default.
    package func isGiven(_ name: String) -> Bool { !all(name, includingDefault: false).isEmpty }

    /// Whether a switch is on.
    package func flag(_ name: String) -> Bool {
        precondition(command.option(name)?.type == .flag, "'\(name)' is no switch of '\(command.name)'")
        return isGiven(name)
    }

    /// The last value given, or the default, or nil.
    package func string(_ name: String) -> String? { strings(name).last }

    /// All values given, or the default alone.
    package func strings(_ name: String) -> [String] {
        all(name).map { value in
            guard case .string(let text) = value else { preconditionFailure("'\(name)' is no text") }
            return text
        }
    }

    package func int(_ name: String) -> Int64? {
        guard let value = all(name).last else { return nil }
        guard case .int(let number) = value else { preconditionFailure("'\(name)' is no whole number") }
        return number
    }

    package func number(_ name: String) -> Double? {
        guard let value = all(name).last else { return nil }
        guard case .number(let number) = value else { preconditionFailure("'\(name)' is no number") }
        return number
    }

    package func duration(_ name: String) -> Duration? {
        guard let value = all(name).last else { return nil }
        guard case .duration(let duration) = value else { preconditionFailure("'\(name)' is no duration") }
        return duration
    }

    package func bytes(_ name: String) -> Int64? {
        guard let value = all(name).last else { return nil }
        guard case .bytes(let amount) = value else { preconditionFailure("'\(name)' is no size") }
        return amount
    }

    package func address(_ name: String) -> ListenAddress? {
        guard let value = all(name).last else { return nil }
        guard case .address(let address) = value else { preconditionFailure("'\(name)' is no address") }
        return address
    }

    private func all(_ name: String, includingDefault: Bool = true) -> [ParsedValue] {
        precondition(
            command.option(name) != nil || command.arguments.contains { $0.name == name },
            "'\(command.name)' declares no '\(name)'")
        if let values = given[name] { return values }
        guard includingDefault, let value = defaults[name] else { return [] }
        return [value]
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import YAML

extension KafkaOption {
    /// The properties of a free table, those that are refused or no scalars reported and left out.
    ///
    /// - Parameter refusing: why a property may not be set; nil where it may.
    package static func read(
        _ entries: [ConfigEntry], refusing: (String) -> ValueError?, context: inout some ReportingContext
    ) -> [KafkaOption] {
        var options: [KafkaOption] = []
        for entry in entries {
            if isSecret(entry.name) { context.conceal(entry.value.span) }
            if let reason = refusing(entry.name) {
                context.report(
                    "option '\(entry.name)' cannot be set: \(reason.message)", at: entry.key.span, hint: reason.hint)
            } else if case .scalar(let scalar) = entry.value.content,
                scalar.isBroken || scalar.value != .null || scalar.hasSubstitutions
            {
                options.append(
                    KafkaOption(
                        name: entry.name, value: SecretString(scalar.text), position: entry.key.span.start))
            } else {
                context.report(
                    "option '\(entry.name)' must be text or a number, found \(entry.value.kind)", at: entry.key.span)
            }
        }
        return options
    }

    /// Whether a property's value is a secret by its name.
    package static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["password", "secret", "key", "token", "sasl.jaas", "credential"].contains { name.contains($0) }
    }
}

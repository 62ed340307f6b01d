// Sluice
// SPDX-License-Identifier: Apache-2.0

package import YAML

/// Turns YAML nodes into configuration values, substitutions made.
package struct ConfigBuilder {
    private let substituter: Substituter
    /// Takes each substitution that fails.
    private let fault: (SourceSpan, ValueError) -> Void

    package init(substituter: Substituter, fault: @escaping (SourceSpan, ValueError) -> Void) {
        self.substituter = substituter
        self.fault = fault
    }

    package func value(_ node: YAMLNode) -> ConfigValue {
        switch node.content {
        case .scalar(let scalar):
            let replaced = substituter.scalar(scalar, span: node.span, fault: fault)
            return ConfigValue(content: .scalar(replaced), span: node.span)
        case .sequence(let items):
            return ConfigValue(content: .list(items.map(value)), span: node.span)
        case .mapping(let entries):
            return ConfigValue(content: .table(entries.map(entry)), span: node.span)
        }
    }

    /// Keys are taken as they are: they name options and fields, which no environment should change.
    private func entry(_ entry: YAMLEntry) -> ConfigEntry {
        let key = ConfigScalar(
            text: entry.key.text, value: entry.key.value, span: entry.keySpan, written: entry.key)
        return ConfigEntry(name: entry.key.text, key: key, value: value(entry.value))
    }
}

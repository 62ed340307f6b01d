// Sluice
// SPDX-License-Identifier: Apache-2.0

package import YAML

/// A value of a topology file after substitution, with its place.
package struct ConfigValue: Sendable {
    /// What the value is.
    package indirect enum Content: Sendable {
        case scalar(ConfigScalar)
        case list([ConfigValue])
        case table([ConfigEntry])
    }

    package let content: Content
    package let span: SourceSpan

    package init(content: Content, span: SourceSpan) {
        self.content = content
        self.span = span
    }

    /// Whether nothing is written where a value could be.
    package var isNull: Bool {
        if case .scalar(let scalar) = content { scalar.value == .null } else { false }
    }

    /// What the value is, for messages: "a list".
    package var kind: String {
        switch content {
        case .list: return "a list"
        case .table: return "a mapping"
        case .scalar(let scalar):
            switch scalar.value {
            case .null: return "nothing"
            case .bool: return "true or false"
            case .integer, .float: return "a number"
            case .string: return "text"
            }
        }
    }
}

/// One key of a table with its value.
package struct ConfigEntry: Sendable {
    package let name: String
    /// The key as a scalar, so that places inside it are known.
    package let key: ConfigScalar
    package let value: ConfigValue

    package init(name: String, key: ConfigScalar, value: ConfigValue) {
        self.name = name
        self.key = key
        self.value = value
    }
}

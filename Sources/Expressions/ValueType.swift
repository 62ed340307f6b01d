// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What is known at load time about the values of an expression or a field.
public indirect enum ValueType: Hashable, Sendable {
    /// Known only when a record is there.
    case dyn
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    /// The type of a value, as `type()` gives it.
    case type
    case list(ValueType)
    case map(ValueType, ValueType)

    /// Whether a value of this type may be a boolean, as conditions need it.
    public var mayBeBool: Bool { self == .bool || self == .dyn }
}

extension ValueType: CustomStringConvertible {
    /// The type as CEL writes it, for messages.
    public var description: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .type: "type"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        }
    }
}

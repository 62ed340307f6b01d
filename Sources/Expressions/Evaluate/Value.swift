// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A value during an evaluation: a number itself, or where the bytes or elements of it lie.
///
/// Plain bits: copying one costs two registers and never touches a reference count.
struct Value: BitwiseCopyable, Sendable {
    enum Kind: UInt8, CaseIterable, Sendable {
        case error
        case null
        case bool
        case int
        case uint
        case double
        case string
        case bytes
        /// Elements in the evaluator's values.
        case list
        /// Keys and values, in turn, in the evaluator's values.
        case map
        /// An array of the record; `owner` is the evaluator's reference to it.
        case jsonList
        /// An object of the record; `owner` is the evaluator's reference to it.
        case jsonMap
        case type
    }

    /// Whose memory the bytes of a string or of JSON text are in.
    enum Source: UInt8, Sendable {
        /// The program's text.
        case literal
        /// The text of a field; `owner` is the program's slot.
        case field
        /// The text of a value inside a list or object of the record; `owner` is the evaluator's reference to it.
        case element
        /// What this evaluation has built.
        case scratch
        case topic
        case key
        /// A header's value; `owner` is the node that names the header.
        case header
    }

    var kind: Kind
    var source: Source = .literal
    /// Whose bytes these are, see `Source`; of an error, the operation that raised it.
    var owner: UInt32 = 0
    var bits: UInt64 = 0

    static let null = Value(kind: .null)

    @inline(__always)
    static func bool(_ value: Bool) -> Value { Value(kind: .bool, bits: value ? 1 : 0) }
    @inline(__always)
    static func int(_ value: Int64) -> Value { Value(kind: .int, bits: UInt64(bitPattern: value)) }
    @inline(__always)
    static func uint(_ value: UInt64) -> Value { Value(kind: .uint, bits: value) }
    @inline(__always)
    static func double(_ value: Double) -> Value { Value(kind: .double, bits: value.bitPattern) }
    static func type(_ kind: Kind) -> Value { Value(kind: .type, bits: UInt64(kind.denoted.rawValue)) }

    static func error(_ code: EvaluationError, at node: Int = 0) -> Value {
        Value(kind: .error, owner: UInt32(truncatingIfNeeded: node), bits: UInt64(code.rawValue))
    }

    /// Bytes or elements at a place; both bounds are below 2^32.
    static func range(_ kind: Kind, _ source: Source, owner: Int, start: Int, count: Int) -> Value {
        Value(
            kind: kind, source: source, owner: UInt32(truncatingIfNeeded: owner),
            bits: UInt64(UInt32(truncatingIfNeeded: start)) << 32 | UInt64(UInt32(truncatingIfNeeded: count)))
    }

    var asBool: Bool { bits != 0 }
    @inline(__always)
    var asInt: Int64 { Int64(bitPattern: bits) }
    @inline(__always)
    var asUint: UInt64 { bits }
    @inline(__always)
    var asDouble: Double { Double(bitPattern: bits) }
    var start: Int { Int(bits >> 32) }
    var count: Int { Int(bits & 0xFFFF_FFFF) }
    var asError: EvaluationError { EvaluationError(rawValue: UInt8(truncatingIfNeeded: bits)) ?? .noSuchOverload }
    var isError: Bool { kind == .error }
    var isNumber: Bool { kind == .int || kind == .uint || kind == .double }
    var isList: Bool { kind == .list || kind == .jsonList }
    var isMap: Bool { kind == .map || kind == .jsonMap }
}

extension Value.Kind {
    /// The name of the type as CEL writes it.
    var typeName: String {
        switch self {
        case .error: "error"
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .list, .jsonList: "list"
        case .map, .jsonMap: "map"
        case .type: "type"
        }
    }

    /// The kind that stands for the type: lists and maps are one type wherever they lie.
    var denoted: Value.Kind {
        switch self {
        case .jsonList: .list
        case .jsonMap: .map
        default: self
        }
    }
}

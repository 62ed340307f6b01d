// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Why an expression has no value for a record; never holds bytes of the record.
public enum EvaluationError: UInt8, Error, Hashable, Sendable, CaseIterable {
    /// A field that the record does not have, or that lies below something that is no object.
    case noSuchField = 1
    /// A key that a map does not have.
    case noSuchKey
    /// An operator or function that is not defined for the kinds of values that the record brought.
    case noSuchOverload
    /// An index outside a list or string.
    case indexOutOfRange
    case divisionByZero
    /// An integer result outside its type.
    case integerOverflow
    /// A value that a conversion does not take: text that is no number, a number out of range.
    case invalidConversion
    case invalidUTF8
    /// A key of a map that is a double, null, a list or a map.
    case invalidKey
    case duplicateKey
    /// A limit of strings built, values held or turns of loops; see docs/LIMITS.md.
    case limitExceeded
    /// A condition or an assigned value that is not of the needed type.
    case wrongResultType
    /// The field cannot be set: something above it is not an object.
    case parentIsNoObject

    /// The stable name for dead letters and metrics.
    public var name: String {
        switch self {
        case .noSuchField: "no_such_field"
        case .noSuchKey: "no_such_key"
        case .noSuchOverload: "no_such_overload"
        case .indexOutOfRange: "index_out_of_range"
        case .divisionByZero: "division_by_zero"
        case .integerOverflow: "integer_overflow"
        case .invalidConversion: "invalid_conversion"
        case .invalidUTF8: "invalid_utf8"
        case .invalidKey: "invalid_key"
        case .duplicateKey: "duplicate_key"
        case .limitExceeded: "limit_exceeded"
        case .wrongResultType: "wrong_result_type"
        case .parentIsNoObject: "parent_is_no_object"
        }
    }
}

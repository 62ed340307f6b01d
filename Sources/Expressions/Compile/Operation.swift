// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a compiled node does; the comments name the node's numbers `a`, `b`, `c`, `bits`.
enum Operation: UInt8, Sendable {
    /// Gives the text `bits` as kind `a`: string or bytes.
    case bytesLiteral
    /// Gives the value whose kind is `a` and whose bits are `bits`.
    case scalar
    /// Reads slot `a`.
    case field
    case hasField
    /// Reads the `OriginField` with index `a`.
    case origin
    case hasOrigin
    /// Reads the header whose name is the text `bits`.
    case header
    case hasHeader
    /// Reads local `a`.
    case local
    /// Selects the text `bits` in node `a`.
    case member
    case hasMember
    /// Indexes node `a` by node `b`.
    case index
    /// Applies to node `a`.
    case not
    case negate
    /// Apply to nodes `a` and `b`; the first two accept the `Orders` in `c`.
    case equality
    case comparison
    case contained
    case add
    case subtract
    case multiply
    case divide
    case modulo
    /// Walk the children `a`, `b` of them.
    case and
    case or
    /// Node `a` decides between nodes `b` and `c`.
    case conditional
    /// Gathers the children `a`, `b` of them; of a map keys and values in turn.
    case list
    case map
    /// Calls function `c` with the children `a`, `b` of them.
    case call
    /// Runs loop `a`.
    case loop
    /// Compares slot `a` with the integer `bits` and accepts the `Orders` in `c`.
    case compareFieldToInt
    /// Compares slot `a` with the text `bits` and accepts the `Orders` in `c`: equal or not equal.
    case compareFieldToString
    /// Whether slot `a` is one of `c` texts in a row from `b` on.
    case fieldInStrings
}

extension Operation {
    /// Whether the operation asks where the record comes from.
    var readsOrigin: Bool {
        switch self {
        case .origin, .hasOrigin, .header, .hasHeader: true
        default: false
        }
    }

    /// Whether the operation by itself never touches the evaluator's buffers.
    var isPlain: Bool {
        switch self {
        case .scalar, .hasField, .origin, .hasOrigin, .header, .hasHeader, .not, .negate, .comparison, .subtract,
            .multiply, .divide, .modulo, .and, .or, .conditional, .compareFieldToInt,
            .compareFieldToString, .fieldInStrings, .bytesLiteral:
            true
        case .field, .local, .member, .hasMember, .index, .equality, .contained, .add, .list, .map, .call,
            .loop:
            false
        }
    }
}

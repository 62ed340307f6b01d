// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// A node whose names are resolved and whose type is known as far as it can be.
struct CheckedNode: Sendable {
    enum LoopKind: UInt8, Sendable { case all, exists, existsOne, filter, map }

    struct Loop: Sendable {
        let kind: LoopKind
        /// The list or map that is walked.
        let range: CheckedNode
        /// Where the variable of the macro lives.
        let local: Int
        /// Of `map` with three arguments.
        let condition: CheckedNode?
        let body: CheckedNode
    }

    struct Entry: Sendable {
        let key: CheckedNode
        let value: CheckedNode
    }

    indirect enum Kind: Sendable {
        /// Already reported.
        case invalid
        case literal(Literal)
        case typeName(Value.Kind)
        case field(FieldPath)
        case hasField(FieldPath)
        case origin(OriginField)
        case hasOrigin(OriginField)
        case header(String)
        case hasHeader(String)
        case local(Int)
        case member(CheckedNode, String)
        case hasMember(CheckedNode, String)
        case index(CheckedNode, CheckedNode)
        case not(CheckedNode)
        case negate(CheckedNode)
        case binary(BinaryOperator, CheckedNode, CheckedNode)
        case logic(isAnd: Bool, [CheckedNode])
        case conditional(CheckedNode, CheckedNode, CheckedNode)
        case list([CheckedNode])
        case map([Entry])
        case call(FunctionCode, [CheckedNode])
        case loop(Loop)
    }

    let kind: Kind
    let type: ValueType
    let range: Range<Int>
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Compiler {
    /// The single operation for the frequent conditions of one field against a literal, or nil.
    ///
    /// They save the calls for the operands and the copies of their values: most of a condition's cost.
    mutating func fused(_ tree: CheckedNode) -> Program.Node? {
        guard case .binary(let binary, let left, let right) = tree.kind else { return nil }
        if case .field(let path) = left.kind, case .literal(let literal) = right.kind {
            return fused(path: path, left.range, binary, literal)
        }
        if case .literal(let literal) = left.kind, case .field(let path) = right.kind, let turned = binary.turned {
            return fused(path: path, right.range, turned, literal)
        }
        if binary == .in, case .field(let path) = left.kind, case .list(let elements) = right.kind {
            return fusedMembership(path: path, left.range, elements)
        }
        return nil
    }

    private mutating func fused(
        path: FieldPath, _ range: Range<Int>, _ binary: BinaryOperator, _ literal: Literal
    ) -> Program.Node? {
        guard binary.precedence == 1, binary != .in else { return nil }
        switch literal {
        case .int(let value):
            return .init(
                operation: .compareFieldToInt, a: slot(path, range), c: Int32(binary.orders.rawValue),
                bits: UInt64(bitPattern: value))
        case .string(let bytes) where binary == .equal || binary == .notEqual:
            return .init(
                operation: .compareFieldToString, a: slot(path, range), c: Int32(binary.orders.rawValue),
                bits: text(bytes).bits)
        default:
            return nil
        }
    }

    /// The literals of a list stand in a row, so that the evaluator walks them without a list value.
    private mutating func fusedMembership(
        path: FieldPath, _ range: Range<Int>, _ elements: [CheckedNode]
    ) -> Program.Node? {
        var strings: [TextRange] = []
        for element in elements {
            guard case .literal(.string(let bytes)) = element.kind else { return nil }
            strings.append(text(bytes))
        }
        let start = rows.count
        rows.append(contentsOf: strings)
        return .init(
            operation: .fieldInStrings, a: slot(path, range), b: Int32(start), c: Int32(strings.count))
    }
}

extension BinaryOperator {
    /// The operator with its sides exchanged: `500 <= status` is `status >= 500`.
    fileprivate var turned: BinaryOperator? {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: nil
        }
    }
}

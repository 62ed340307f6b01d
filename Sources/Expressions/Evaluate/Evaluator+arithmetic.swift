// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Evaluator {
    mutating func arithmetic(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value
    {
        let left = value(Int(node.a), p, r)
        if left.isError { return left }
        let right = value(Int(node.b), p, r)
        if right.isError { return right }
        switch (left.kind, right.kind) {
        case (.int, .int): return integers(node.operation, left.asInt, right.asInt, index)
        case (.uint, .uint): return integers(node.operation, left.asUint, right.asUint, index)
        case (.double, .double): return doubles(node.operation, left.asDouble, right.asDouble, index)
        case (.string, .string), (.bytes, .bytes):
            return node.operation == .add ? joined(left, right, index, p, r) : .error(.noSuchOverload, at: index)
        default:
            guard node.operation == .add, left.isList, right.isList else { return .error(.noSuchOverload, at: index) }
            return joinedLists(left, right, index, r)
        }
    }

    private func integers<T: FixedWidthInteger>(
        _ operation: Operation, _ left: T, _ right: T, _ index: Int
    ) -> Value {
        let result: (partialValue: T, overflow: Bool)
        switch operation {
        case .add: result = left.addingReportingOverflow(right)
        case .subtract: result = left.subtractingReportingOverflow(right)
        case .multiply: result = left.multipliedReportingOverflow(by: right)
        case .divide, .modulo:
            if right == 0 { return .error(.divisionByZero, at: index) }
            result =
                operation == .divide
                ? left.dividedReportingOverflow(by: right) : left.remainderReportingOverflow(dividingBy: right)
        default: return .error(.noSuchOverload, at: index)
        }
        if result.overflow { return .error(.integerOverflow, at: index) }
        return Value(kind: T.isSigned ? .int : .uint, bits: UInt64(truncatingIfNeeded: result.partialValue))
    }

    private func doubles(_ operation: Operation, _ left: Double, _ right: Double, _ index: Int) -> Value {
        switch operation {
        case .add: .double(left + right)
        case .subtract: .double(left - right)
        case .multiply: .double(left * right)
        case .divide: .double(left / right)
        default: .error(.noSuchOverload, at: index)
        }
    }

    func negate(_ operand: Value, _ index: Int) -> Value {
        switch operand.kind {
        case .int:
            operand.asInt == .min ? .error(.integerOverflow, at: index) : .int(-operand.asInt)
        case .double: .double(-operand.asDouble)
        case .error: operand
        default: .error(.noSuchOverload, at: index)
        }
    }

    private mutating func joined(
        _ left: Value, _ right: Value, _ index: Int, _ p: borrowing Program, _ r: borrowing Record
    ) -> Value {
        if right.count == 0 { return left }
        if left.count == 0 { return right }
        let start: Int
        if left.source == .scratch, left.start + left.count == work.scratch.count {
            // A chain of sums grows its last result in place.
            start = left.start
        } else {
            start = work.scratch.count
            guard work.append(left, p, r) else { return .error(.limitExceeded, at: index) }
        }
        guard work.append(right, p, r) else { return .error(.limitExceeded, at: index) }
        return .range(left.kind, .scratch, owner: 0, start: start, count: work.scratch.count - start)
    }

    private mutating func joinedLists(_ left: Value, _ right: Value, _ index: Int, _ r: borrowing Record) -> Value {
        let first = materialised(left, index, r)
        if first.isError { return first }
        let second = materialised(right, index, r)
        if second.isError { return second }
        guard values.count + first.count + second.count <= ExpressionsLimits.valuesMax else {
            return .error(.limitExceeded, at: index)
        }
        let start = values.count
        for position in first.start..<first.start + first.count { values.append(values[position]) }
        for position in second.start..<second.start + second.count { values.append(values[position]) }
        return .range(.list, .literal, owner: 0, start: start, count: first.count + second.count)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Evaluator {
    mutating func equality(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        let left = value(Int(node.a), p, r)
        if left.isError { return left }
        let right = value(Int(node.b), p, r)
        if right.isError { return right }
        guard let areEqual = areEqual(left, right, p, r) else { return .error(.limitExceeded, at: index) }
        return .bool((areEqual ? Order.equal : .unordered).isAmong(node.orders))
    }

    mutating func comparison(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value
    {
        let left = value(Int(node.a), p, r)
        if left.isError { return left }
        let right = value(Int(node.b), p, r)
        if right.isError { return right }
        if let order = work.order(left, right, p, r) { return .bool(order.isAmong(node.orders)) }
        return .error(.noSuchOverload, at: index)
    }

    /// Equality across all kinds: numbers by value, lists and maps by content; different kinds differ.
    ///
    /// Nil when a limit is reached.
    mutating func areEqual(
        _ left: Value, _ right: Value, _ p: borrowing Program, _ r: borrowing Record, depth: Int = 0
    ) -> Bool? {
        if let order = Order.ofNumbers(left, right) { return order == .equal }
        switch (left.kind, right.kind) {
        case (.string, .string), (.bytes, .bytes):
            return work.areEqualBytes(left, right, p, r)
        case (.bool, .bool), (.type, .type): return left.bits == right.bits
        case (.null, .null): return true
        default: break
        }
        guard depth < ExpressionsLimits.valueDepthMax else { return nil }
        if left.isList && right.isList { return areEqualLists(left, right, p, r, depth: depth + 1) }
        if left.isMap && right.isMap { return areEqualMaps(left, right, p, r, depth: depth + 1) }
        return false
    }

    private mutating func areEqualLists(
        _ left: Value, _ right: Value, _ p: borrowing Program, _ r: borrowing Record, depth: Int
    ) -> Bool? {
        let first = materialised(left, 0, r)
        let second = materialised(right, 0, r)
        if first.isError || second.isError { return nil }
        guard first.count == second.count else { return false }
        for position in 0..<first.count {
            guard takeTurn() else { return nil }
            let elements = (values[first.start + position], values[second.start + position])
            guard let areEqual = areEqual(elements.0, elements.1, p, r, depth: depth) else { return nil }
            if !areEqual { return false }
        }
        return true
    }

    private mutating func areEqualMaps(
        _ left: Value, _ right: Value, _ p: borrowing Program, _ r: borrowing Record, depth: Int
    ) -> Bool? {
        let first = materialised(left, 0, r)
        let second = materialised(right, 0, r)
        if first.isError || second.isError { return nil }
        guard first.count == second.count else { return false }
        for entry in 0..<first.count {
            let key = values[first.start + 2 * entry]
            let value = values[first.start + 2 * entry + 1]
            guard let found = find(key, in: second, p, r) else { return turns > 0 ? false : nil }
            guard let areEqual = areEqual(value, found, p, r, depth: depth) else { return nil }
            if !areEqual { return false }
        }
        return true
    }

    /// The value of a key in a map of the evaluator; nil where it has none or the turns are used up.
    mutating func find(_ key: Value, in map: Value, _ p: borrowing Program, _ r: borrowing Record) -> Value? {
        for entry in 0..<map.count {
            guard takeTurn() else { return nil }
            if areEqual(values[map.start + 2 * entry], key, p, r) == true { return values[map.start + 2 * entry + 1] }
        }
        return nil
    }
}

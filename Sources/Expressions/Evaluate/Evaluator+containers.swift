// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Evaluator {
    mutating func list(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        let first = pending.count
        for child in Int(node.a)..<Int(node.a + node.b) {
            let element = value(Int(p.children[child]), p, r)
            if element.isError { return dropPending(from: first, element) }
            pending.append(element)
        }
        return gathered(.list, from: first, entrySize: 1, index)
    }

    mutating func map(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        let first = pending.count
        for child in Int(node.a)..<Int(node.a + node.b) {
            let part = value(Int(p.children[child]), p, r)
            if part.isError { return dropPending(from: first, part) }
            let isKey = (pending.count - first).isMultiple(of: 2)
            if isKey, let error = keyError(part, from: first, p, r) {
                return dropPending(from: first, .error(error, at: Int(p.children[child])))
            }
            pending.append(part)
        }
        return gathered(.map, from: first, entrySize: 2, index)
    }

    private mutating func keyError(
        _ key: Value, from first: Int, _ p: borrowing Program, _ r: borrowing Record
    ) -> EvaluationError? {
        guard key.kind == .bool || key.kind == .int || key.kind == .uint || key.kind == .string else {
            return .invalidKey
        }
        for earlier in stride(from: first, to: pending.count, by: 2) {
            guard takeTurn() else { return .limitExceeded }
            if areEqual(pending[earlier], key, p, r) == true { return .duplicateKey }
        }
        return nil
    }

    /// Moves the pending values from an index on to where lists and maps live.
    mutating func gathered(_ kind: Value.Kind, from first: Int, entrySize: Int, _ index: Int) -> Value {
        let count = pending.count - first
        guard values.count + count <= ExpressionsLimits.valuesMax else {
            return dropPending(from: first, .error(.limitExceeded, at: index))
        }
        let start = values.count
        for position in first..<pending.count { values.append(pending[position]) }
        pending.removeLast(count)
        return .range(kind, .literal, owner: 0, start: start, count: count / entrySize)
    }

    mutating func dropPending(from first: Int, _ result: Value) -> Value {
        pending.removeLast(pending.count - first)
        return result
    }

    mutating func index(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        let operand = value(Int(node.a), p, r)
        if operand.isError { return operand }
        let key = value(Int(node.b), p, r)
        if key.isError { return key }
        let container = materialised(operand, index, r)
        if container.isList {
            guard let position = Self.position(key) else { return .error(.noSuchOverload, at: index) }
            guard position >= 0, position < Int64(container.count) else {
                return .error(.indexOutOfRange, at: index)
            }
            return values[container.start + Int(position)]
        }
        guard container.isMap else {
            return container.isError ? container : .error(.noSuchOverload, at: index)
        }
        if let found = find(key, in: container, p, r) { return found }
        return .error(turns > 0 ? .noSuchKey : .limitExceeded, at: index)
    }

    /// An index: an int, or a uint or double of the same value.
    private static func position(_ key: Value) -> Int64? {
        switch key.kind {
        case .int: key.asInt
        case .uint: Int64(exactly: key.asUint) ?? .max
        case .double: Int64(exactly: key.asDouble)
        default: nil
        }
    }

    mutating func member(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        let operand = value(Int(node.a), p, r)
        if operand.isError { return operand }
        guard operand.isMap else { return .error(.noSuchOverload, at: index) }
        if let found = entry(TextRange(bits: node.bits), of: operand, p, r) { return found }
        if turns <= 0 { return .error(.limitExceeded, at: index) }
        return .error(operand.kind == .map ? .noSuchKey : .noSuchField, at: index)
    }

    mutating func hasMember(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value
    {
        let operand = value(Int(node.a), p, r)
        if operand.isError { return operand }
        guard operand.isMap else { return .error(.noSuchOverload, at: index) }
        let found = entry(TextRange(bits: node.bits), of: operand, p, r)
        return turns <= 0 ? .error(.limitExceeded, at: index) : .bool(found != nil)
    }

    private mutating func entry(_ name: TextRange, of map: Value, _ p: borrowing Program, _ r: borrowing Record)
        -> Value?
    {
        let container = materialised(map, 0, r)
        guard container.isMap else { return nil }
        let key = Value(kind: .string, bits: name.bits)
        return find(key, in: container, p, r)
    }

    mutating func contained(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value
    {
        let element = value(Int(node.a), p, r)
        if element.isError { return element }
        let operand = value(Int(node.b), p, r)
        if operand.isError { return operand }
        let container = materialised(operand, index, r)
        if container.isMap {
            let found = find(element, in: container, p, r)
            return turns <= 0 ? .error(.limitExceeded, at: index) : .bool(found != nil)
        }
        guard container.isList else {
            return container.isError ? container : .error(.noSuchOverload, at: index)
        }
        for position in 0..<container.count {
            guard takeTurn(), let areEqual = areEqual(values[container.start + position], element, p, r) else {
                return .error(.limitExceeded, at: index)
            }
            if areEqual { return .bool(true) }
        }
        return .bool(false)
    }
}

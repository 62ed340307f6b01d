// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Evaluator {
    /// The value of a node; errors are values, so that `&&`, `||` and `?:` can decide what becomes of them.
    mutating func value(_ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        let node = p.nodes[index]
        switch node.operation {
        case .compareFieldToInt: return compareFieldToInt(node, index, p, r)
        case .compareFieldToString: return compareFieldToString(node, index, p, r)
        case .fieldInStrings: return fieldInStrings(node, index, p, r)
        case .hasField: return .bool(r.kind(of: p.slots[Int(node.a)]) != .absent)
        case .and: return and(node, index, p, r)
        case .or: return or(node, index, p, r)
        case .not: return not(value(Int(node.a), p, r), index)
        case .conditional: return conditional(node, index, p, r)
        case .field: return field(Int(node.a), index, p, r)
        case .scalar: return scalar(node)
        case .bytesLiteral: return literal(node)
        case .equality: return equality(node, index, p, r)
        case .comparison: return comparison(node, index, p, r)
        case .add, .subtract, .multiply, .divide, .modulo: return arithmetic(node, index, p, r)
        case .negate: return negate(value(Int(node.a), p, r), index)
        case .origin: return origin(node, index, r)
        case .hasOrigin: return .bool(!origin(node, index, r).isError)
        case .header: return header(node, index, p, r)
        case .hasHeader: return .bool(r.hasHeader(named: p.text(TextRange(bits: node.bits))))
        case .local: return locals[Int(node.a)]
        case .member: return member(node, index, p, r)
        case .hasMember: return hasMember(node, index, p, r)
        case .index: return self.index(node, index, p, r)
        case .contained: return contained(node, index, p, r)
        case .list: return list(node, index, p, r)
        case .map: return map(node, index, p, r)
        case .call: return call(node, index, p, r)
        case .loop: return loop(p.loops[Int(node.a)], index, p, r)
        }
    }

    private func scalar(_ node: Program.Node) -> Value {
        Value(kind: Value.Kind(rawValue: UInt8(truncatingIfNeeded: node.a)) ?? .null, bits: node.bits)
    }

    private func literal(_ node: Program.Node) -> Value {
        Value(kind: Value.Kind(rawValue: UInt8(truncatingIfNeeded: node.a)) ?? .string, bits: node.bits)
    }

    private func not(_ operand: Value, _ index: Int) -> Value {
        switch operand.kind {
        case .bool: .bool(!operand.asBool)
        case .error: operand
        default: .error(.noSuchOverload, at: index)
        }
    }

    /// False as soon as one operand is false, whatever the others are; else the first error, if any.
    private mutating func and(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record)
        -> Value
    {
        var error: Value?
        for child in Int(node.a)..<Int(node.a + node.b) {
            let operand = value(Int(p.children[child]), p, r)
            if operand.kind == .bool {
                if !operand.asBool { return operand }
            } else if error == nil {
                error = operand.isError ? operand : .error(.noSuchOverload, at: index)
            }
        }
        return error ?? .bool(true)
    }

    /// True as soon as one operand is true, whatever the others are; else the first error, if any.
    private mutating func or(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value
    {
        var error: Value?
        for child in Int(node.a)..<Int(node.a + node.b) {
            let operand = value(Int(p.children[child]), p, r)
            if operand.kind == .bool {
                if operand.asBool { return operand }
            } else if error == nil {
                error = operand.isError ? operand : .error(.noSuchOverload, at: index)
            }
        }
        return error ?? .bool(false)
    }

    private mutating func conditional(
        _ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record
    ) -> Value {
        let condition = value(Int(node.a), p, r)
        guard condition.kind == .bool else {
            return condition.isError ? condition : .error(.noSuchOverload, at: index)
        }
        return value(Int(condition.asBool ? node.b : node.c), p, r)
    }
}

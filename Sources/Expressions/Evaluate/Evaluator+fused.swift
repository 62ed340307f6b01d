// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Evaluator {
    /// A field against an integer literal.
    @inline(__always)
    func compareFieldToInt(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        let literal = Int64(bitPattern: node.bits)
        switch r.number(of: p.slots[Int(node.a)]) {
        case .int(let number): return .bool(Order.of(number, literal).isAmong(node.orders))
        case .uint(let number): return .bool(Order.of(literal, Double(number)).reversed.isAmong(node.orders))
        case .double(let number): return .bool(Order.of(literal, number).reversed.isAmong(node.orders))
        case nil: return noNumber(node, index, p, r)
        }
    }

    @inline(never)
    private func noNumber(
        _ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record
    ) -> Value {
        switch r.kind(of: p.slots[Int(node.a)]) {
        case .absent: .error(.noSuchField, at: index)
        case .number: .error(.invalidConversion, at: index)
        default: mismatch(node.orders, index)
        }
    }

    /// Values of different kinds are unequal; only an order between them is an error.
    private func mismatch(_ orders: Orders, _ index: Int) -> Value {
        switch orders {
        case .equal: .bool(false)
        case .different: .bool(true)
        default: .error(.noSuchOverload, at: index)
        }
    }

    /// A field against a string literal, equal or not equal.
    @inline(__always)
    mutating func compareFieldToString(
        _ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record
    ) -> Value {
        let slot = p.slots[Int(node.a)]
        switch r.kind(of: slot) {
        case .string:
            let text = r.stringBytes(of: slot, in: &decoded)
            return .bool(text.isEqual(to: p.text(TextRange(bits: node.bits))) == (node.orders == .equal))
        case .absent: return .error(.noSuchField, at: index)
        default: return mismatch(node.orders, index)
        }
    }

    /// Whether a field is one of some string literals.
    mutating func fieldInStrings(
        _ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record
    ) -> Value {
        let slot = p.slots[Int(node.a)]
        switch r.kind(of: slot) {
        case .string:
            let text = r.stringBytes(of: slot, in: &decoded)
            for row in Int(node.b)..<Int(node.b + node.c) where text.isEqual(to: p.text(p.rows[row])) {
                return .bool(true)
            }
            return .bool(false)
        case .absent: return .error(.noSuchField, at: index)
        default: return .bool(false)
        }
    }
}

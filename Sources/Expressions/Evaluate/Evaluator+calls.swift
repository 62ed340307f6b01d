// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Evaluator {
    /// Evaluates the arguments, of which no function has more than four, and calls.
    mutating func call(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        var arguments = (Value.null, Value.null, Value.null, Value.null)
        for position in 0..<Int(node.b) {
            let argument = value(Int(p.tables.children[Int(node.a) + position]), p, r)
            if argument.isError { return argument }
            switch position {
            case 0: arguments.0 = argument
            case 1: arguments.1 = argument
            case 2: arguments.2 = argument
            default: arguments.3 = argument
            }
        }
        guard let code = FunctionCode(rawValue: UInt8(truncatingIfNeeded: node.c)) else {
            return .error(.noSuchOverload, at: index)
        }
        var result = call(code, arguments, count: Int(node.b), p, r)
        if result.isError { result.owner = UInt32(truncatingIfNeeded: index) }
        return result
    }

    private mutating func call(
        _ code: FunctionCode, _ arguments: (Value, Value, Value, Value), count: Int, _ p: borrowing Program,
        _ r: borrowing Record
    ) -> Value {
        let (first, second, third, fourth) = arguments
        switch code {
        case .toDyn: return first
        case .typeOf: return .type(first.kind)
        case .size: return size(first, p, r)
        case .toBool: return toBool(first, p, r)
        case .toBytes: return first.kind == .string || first.kind == .bytes ? first.retyped(.bytes) : Self.mismatch
        case .toDouble: return toDouble(first, p, r)
        case .toInt: return toInt(first, p, r)
        case .toString: return toString(first, p, r)
        case .toUint: return toUint(first, p, r)
        default: break
        }
        guard first.kind == .string else { return Self.mismatch }
        switch code {
        case .lowerAscii: return mapAscii(first, from: 0x41...0x5A, p, r)
        case .upperAscii: return mapAscii(first, from: 0x61...0x7A, p, r)
        case .trim: return trim(first, p, r)
        case .charAt: return charAt(first, second, p, r)
        case .substring: return substring(first, second, count > 2 ? third : nil, p, r)
        default: break
        }
        guard second.kind == .string else { return Self.mismatch }
        switch code {
        case .contains, .startsWith, .endsWith: return test(code, first, second, p, r)
        case .indexOf: return indexOf(first, second, from: count > 2 ? third : nil, p, r)
        case .lastIndexOf: return lastIndexOf(first, second, upTo: count > 2 ? third : nil, p, r)
        case .replace: return replace(first, second, third, limit: count > 3 ? fourth : .int(-1), p, r)
        default: return Self.mismatch
        }
    }

    /// The caller adds the place.
    static var mismatch: Value { .error(.noSuchOverload) }
}

extension Value {
    /// The same bytes as another kind.
    func retyped(_ kind: Kind) -> Value {
        var value = self
        value.kind = kind
        return value
    }

    /// A part of the same bytes.
    func part(from offset: Int, count: Int) -> Value {
        .range(kind, source, owner: Int(owner), start: start + offset, count: count)
    }
}

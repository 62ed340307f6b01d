// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Evaluator {
    /// Evaluates the arguments, of which no function has more than four, and calls.
    mutating func call(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        var arguments = (Value.null, Value.null, Value.null, Value.null)
        for position in 0..<Int(node.b) {
            let argument = value(Int(p.children[Int(node.a) + position]), p, r)
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
        case .toBool: return work.toBool(first, p, r)
        case .toBytes: return first.kind == .string || first.kind == .bytes ? first.retyped(.bytes) : Value.mismatch
        case .toDouble: return work.toDouble(first, p, r)
        case .toInt: return work.toInt(first, p, r)
        case .toString: return work.toString(first, p, r)
        case .toUint: return work.toUint(first, p, r)
        default: break
        }
        guard first.kind == .string else { return Value.mismatch }
        switch code {
        case .lowerAscii: return work.mapAscii(first, from: 0x41...0x5A, p, r)
        case .upperAscii: return work.mapAscii(first, from: 0x61...0x7A, p, r)
        case .trim: return work.trim(first, p, r)
        case .charAt: return work.charAt(first, second, p, r)
        case .substring: return work.substring(first, second, count > 2 ? third : nil, p, r)
        default: break
        }
        guard second.kind == .string else { return Value.mismatch }
        switch code {
        case .contains, .startsWith, .endsWith: return work.test(code, first, second, p, r)
        case .indexOf: return work.indexOf(first, second, from: count > 2 ? third : nil, p, r)
        case .lastIndexOf: return work.lastIndexOf(first, second, upTo: count > 2 ? third : nil, p, r)
        case .replace: return work.replace(first, second, third, limit: count > 3 ? fourth : .int(-1), p, r)
        default: return Value.mismatch
        }
    }

    mutating func size(_ value: Value, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        switch value.kind {
        case .string: return .int(Int64(work.codePoints(of: value, p, r)))
        case .bytes: return .int(Int64(value.count))
        case .list, .map, .jsonList, .jsonMap:
            let container = materialised(value, 0, r)
            return container.isError ? container : .int(Int64(container.count))
        default: return Value.mismatch
        }
    }
}

extension Value {
    /// The caller adds the place.
    static var mismatch: Value { .error(.noSuchOverload) }

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

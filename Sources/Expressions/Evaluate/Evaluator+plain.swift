// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Records

extension Evaluator {
    /// The value of an expression as a value that stands by itself.
    package mutating func plainValue(_ expression: Expression, _ record: borrowing Record) -> PlainValue {
        let value = run(expression.compiled.program, record)
        if value.isError { fail(value, expression.compiled.program) }
        return plain(value, expression.compiled.program, record, depth: 0)
    }

    private mutating func plain(_ value: Value, _ p: borrowing Program, _ r: borrowing Record, depth: Int) -> PlainValue
    {
        guard depth < ExpressionsLimits.valueDepthMax else { return .error(.limitExceeded) }
        switch value.kind {
        case .error: return .error(value.asError)
        case .null: return .null
        case .bool: return .bool(value.asBool)
        case .int: return .int(value.asInt)
        case .uint: return .uint(value.asUint)
        case .double: return .double(value.asDouble)
        case .string: return .string(String(decoding: array(value, p, r), as: UTF8.self))
        case .bytes: return .bytes(array(value, p, r))
        case .type:
            return .type((Value.Kind(rawValue: UInt8(truncatingIfNeeded: value.bits)) ?? .null).typeName)
        case .jsonList, .jsonMap: return plain(materialised(value, 0, r), p, r, depth: depth)
        case .list: return .list(plainElements(value, from: 0, by: 1, p, r, depth: depth))
        case .map:
            return .map(
                plainElements(value, from: 0, by: 2, p, r, depth: depth),
                plainElements(value, from: 1, by: 2, p, r, depth: depth))
        }
    }

    private mutating func plainElements(
        _ value: Value, from first: Int, by step: Int, _ p: borrowing Program, _ r: borrowing Record, depth: Int
    ) -> [PlainValue] {
        (0..<value.count).map { plain(values[value.start + first + $0 * step], p, r, depth: depth + 1) }
    }

    private func array(_ value: Value, _ p: borrowing Program, _ r: borrowing Record) -> [UInt8] {
        (0..<value.count).map { work.byte(at: $0, of: value, p, r) }
    }
}

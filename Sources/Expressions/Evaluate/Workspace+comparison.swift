// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Workspace {
    /// The order of numbers, strings, bytes and booleans; nil between others.
    func order(_ left: Value, _ right: Value, _ p: borrowing Program, _ r: borrowing Record) -> Order? {
        if let order = Order.ofNumbers(left, right) { return order }
        switch (left.kind, right.kind) {
        case (.string, .string), (.bytes, .bytes): return bytes(of: left, p, r).order(to: bytes(of: right, p, r))
        case (.bool, .bool): return .of(left.bits, right.bits)
        default: return nil
        }
    }

    /// Whether two strings, or two bytes, are the same.
    func areEqualBytes(
        _ left: Value, _ right: Value, _ p: borrowing Program, _ r: borrowing Record
    ) -> Bool {
        left.count == right.count && bytes(of: left, p, r).isEqual(to: bytes(of: right, p, r))
    }
}

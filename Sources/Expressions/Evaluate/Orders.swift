// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The orders of two values for which a comparison holds, a bit for each `Order`.
struct Orders: OptionSet, Sendable {
    let rawValue: UInt8

    static let less = Orders(rawValue: 1 << 0)
    static let equal = Orders(rawValue: 1 << 1)
    static let greater = Orders(rawValue: 1 << 2)
    static let unordered = Orders(rawValue: 1 << 3)

    /// What `!=` accepts: the only comparison that holds for values without an order.
    static let different: Orders = [.less, .greater, .unordered]
}

extension BinaryOperator {
    /// The orders that the comparison accepts; none for what is no comparison.
    var orders: Orders {
        switch self {
        case .equal: .equal
        case .notEqual: .different
        case .less: .less
        case .lessOrEqual: [.less, .equal]
        case .greater: .greater
        case .greaterOrEqual: [.greater, .equal]
        case .in, .add, .subtract, .multiply, .divide, .modulo: []
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How one value stands to another.
enum Order: Int8, Sendable {
    case less = 0
    case equal = 1
    case greater = 2
    /// One of them is not a number.
    case unordered = 3

    @inline(__always)
    static func of<T: Comparable>(_ left: T, _ right: T) -> Order {
        left < right ? .less : left == right ? .equal : .greater
    }

    static func of(_ left: Double, _ right: Double) -> Order {
        left < right ? .less : left == right ? .equal : left > right ? .greater : .unordered
    }

    /// As doubles, where the double is in the range of the integer: so CEL's conformance suite wants it. Beyond 2^53
    /// neighbouring integers are then equal to the same double.
    static func of(_ left: Int64, _ right: Double) -> Order {
        right > 0x1p63 ? .less : right < -0x1p63 ? .greater : .of(Double(left), right)
    }

    static func of(_ left: UInt64, _ right: Double) -> Order {
        right > 0x1p64 ? .less : right < 0 ? .greater : .of(Double(left), right)
    }

    static func of(_ left: Int64, _ right: UInt64) -> Order {
        left < 0 ? .less : .of(UInt64(left), right)
    }

    var reversed: Order {
        switch self {
        case .less: .greater
        case .greater: .less
        case .equal, .unordered: self
        }
    }

    /// Whether the order is one of those that a comparison accepts.
    @inline(__always)
    func isAmong(_ accepted: Orders) -> Bool { accepted.rawValue >> UInt8(bitPattern: rawValue) & 1 != 0 }
}

extension Order {
    /// The order of two numbers of any type, or nil where one is no number.
    static func ofNumbers(_ left: Value, _ right: Value) -> Order? {
        switch (left.kind, right.kind) {
        case (.int, .int): .of(left.asInt, right.asInt)
        case (.double, .double): .of(left.asDouble, right.asDouble)
        case (.uint, .uint): .of(left.asUint, right.asUint)
        case (.int, .double): .of(left.asInt, right.asDouble)
        case (.double, .int): Order.of(right.asInt, left.asDouble).reversed
        case (.uint, .double): .of(left.asUint, right.asDouble)
        case (.double, .uint): Order.of(right.asUint, left.asDouble).reversed
        case (.int, .uint): .of(left.asInt, right.asUint)
        case (.uint, .int): Order.of(right.asInt, left.asUint).reversed
        default: nil
        }
    }
}

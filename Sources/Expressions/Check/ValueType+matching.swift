// Sluice
// SPDX-License-Identifier: Apache-2.0

extension ValueType {
    /// Whether values of the two types may be the same kind of value.
    func matches(_ other: ValueType) -> Bool {
        switch (self, other) {
        case (.dyn, _), (_, .dyn): true
        case (.list(let a), .list(let b)): a.matches(b)
        case (.map(let a, let b), .map(let c, let d)): a.matches(c) && b.matches(d)
        default: self == other
        }
    }

    /// Whether `==` between them can ever be decided: the same type, numbers, or null, which any field may hold.
    func isEquatable(to other: ValueType) -> Bool {
        switch (self, other) {
        case (.list(let a), .list(let b)): a.isEquatable(to: b)
        case (.map(let a, let b), .map(let c, let d)): a.isEquatable(to: c) && b.isEquatable(to: d)
        default: matches(other) || self == .null || other == .null || (isNumeric && other.isNumeric)
        }
    }

    /// Whether `<` and its like are defined between them.
    func isOrdered(with other: ValueType) -> Bool {
        switch (self, other) {
        case (.dyn, let type), (let type, .dyn): type.isOrdered
        default: (isNumeric && other.isNumeric) || (self == other && isOrdered)
        }
    }

    var isNumeric: Bool { self == .int || self == .uint || self == .double }

    private var isOrdered: Bool {
        switch self {
        case .dyn, .bool, .int, .uint, .double, .string, .bytes: true
        case .null, .type, .list, .map: false
        }
    }

    /// The type of a sum, or nil where there is none.
    func sum(with other: ValueType) -> ValueType? {
        switch (self, other) {
        case (.dyn, .dyn): .dyn
        case (.dyn, let type), (let type, .dyn): type.isSummable ? type : nil
        case (.list(let a), .list(let b)): .list(a == b ? a : .dyn)
        default: self == other && isSummable ? self : nil
        }
    }

    /// The type of a difference, product, quotient, or nil where there is none.
    func product(with other: ValueType) -> ValueType? {
        switch (self, other) {
        case (.dyn, .dyn): .dyn
        case (.dyn, let type), (let type, .dyn): type.isNumeric ? type : nil
        default: self == other && isNumeric ? self : nil
        }
    }

    private var isSummable: Bool {
        switch self {
        case .int, .uint, .double, .string, .bytes, .list: true
        case .dyn, .null, .bool, .type, .map: false
        }
    }
}

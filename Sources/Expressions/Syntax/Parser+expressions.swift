// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// `Expr = ConditionalOr ["?" ConditionalOr ":" Expr]`
    mutating func expression() -> SyntaxNode {
        nested { parser in
            let start = parser.current.range.lowerBound
            let condition = parser.logic(isAnd: false)
            guard parser.accept(.question) else { return condition }
            let positive = parser.nested { $0.logic(isAnd: false) }
            guard parser.accept(.colon) else {
                parser.unexpected("where ':' of the conditional should stand")
                return parser.node(.invalid, from: start)
            }
            let negative = parser.expression()
            return parser.node(
                .conditional(condition, positive, negative), from: start, over: [condition, positive, negative])
        }
    }

    /// `ConditionalOr` and `ConditionalAnd`, each flat over all its operands.
    private mutating func logic(isAnd: Bool) -> SyntaxNode {
        let start = current.range.lowerBound
        let symbol: Symbol = isAnd ? .and : .or
        let first = isAnd ? binary(above: 0) : logic(isAnd: true)
        guard current.isSymbol(symbol) else { return first }
        var operands = [first]
        while accept(symbol) {
            operands.append(isAnd ? binary(above: 0) : logic(isAnd: true))
        }
        return node(.logic(isAnd: isAnd, operands), from: start, over: operands)
    }

    /// Relations, sums and products, all left-associative, by precedence.
    private mutating func binary(above precedence: Int) -> SyntaxNode {
        let start = current.range.lowerBound
        var left = unary()
        while let found = binaryOperator(), found.precedence > precedence {
            advance()
            let right = binary(above: found.precedence)
            left = node(.binary(found, left, right), from: start, over: [left, right])
        }
        return left
    }

    var isBinaryOperator: Bool { binaryOperator() != nil }

    private func binaryOperator() -> BinaryOperator? {
        switch current.kind {
        case .symbol(let symbol): BinaryOperator(rawValue: symbol.rawValue)
        case .in: .in
        default: nil
        }
    }

    /// `Unary = Member | "!" {"!"} Member | "-" {"-"} Member`; the last minus before a number is its sign.
    mutating func unary() -> SyntaxNode {
        let start = current.range.lowerBound
        guard case .symbol(let symbol) = current.kind, symbol == .not || symbol == .minus else { return member() }
        if symbol == .minus, case .integer(let magnitude) = following.kind {
            advance()
            let range = start..<following.range.lowerBound
            let number = advance()
            guard magnitude <= UInt64(Int64.max) + 1 else {
                outOfRange(start..<number.range.upperBound)
                return members(of: invalid(at: range), from: start)
            }
            let value = Int64(truncatingIfNeeded: 0 &- magnitude)
            return members(of: node(.literal(.int(value)), from: start), from: start)
        }
        if symbol == .minus, case .literal(.double(let magnitude)) = following.kind {
            advance()
            advance()
            return members(of: node(.literal(.double(-magnitude)), from: start), from: start)
        }
        advance()
        return nested { parser in
            let operand = parser.unary()
            return parser.node(.unary(symbol, operand), from: start, over: [operand])
        }
    }

    mutating func outOfRange(_ range: Range<Int>) {
        failures.add(range, "number is out of the range of int", hint: "write it as a double: add '.0'")
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Parses an expression by CEL's grammar into a tree with places.
///
/// After a failure it skips to where its bracket goes on, so that one pass reports all it can.
struct Parser {
    var failures: Failures
    private let tokens: [Token]
    private var index = 0
    private var depth = 0

    /// Parses a whole source; the tree has `.invalid` nodes where failures were noted.
    static func parse(_ source: String) -> (tree: SyntaxNode, failures: Failures) {
        var failures = Failures()
        guard source.utf8.count <= ExpressionsLimits.sourceBytesMax else {
            failures.add(
                ExpressionsLimits.sourceBytesMax..<source.utf8.count,
                "expression is longer than \(ExpressionsLimits.sourceBytesMax) bytes")
            return (SyntaxNode(kind: .invalid, range: 0..<0, depth: 1), failures)
        }
        var lexer = Lexer(source)
        let tokens = lexer.tokens()
        var parser = Parser(tokens: tokens, failures: lexer.failures)
        let tree = parser.wholeSource()
        return (tree, parser.failures)
    }

    private init(tokens: [Token], failures: Failures) {
        self.tokens = tokens
        self.failures = failures
    }

    var current: Token { tokens[index] }

    /// The token behind the current one; at the end the end again.
    var following: Token { tokens[min(index + 1, tokens.count - 1)] }

    /// Where the last consumed token ended.
    var consumedEnd: Int { index == 0 ? 0 : tokens[index - 1].range.upperBound }

    @discardableResult
    mutating func advance() -> Token {
        let token = tokens[index]
        if token.kind != .end { index += 1 }
        return token
    }

    mutating func accept(_ symbol: Symbol) -> Bool {
        guard current.isSymbol(symbol) else { return false }
        advance()
        return true
    }

    /// A node over operands; notes a failure where the tree gets too deep to walk.
    mutating func node(_ kind: SyntaxNode.Kind, from start: Int, over operands: [SyntaxNode] = []) -> SyntaxNode {
        let depth = 1 + (operands.lazy.map(\.depth).max() ?? 0)
        let range = start..<max(start, consumedEnd)
        guard depth <= ExpressionsLimits.depthMax else {
            tooDeep(range)
            return SyntaxNode(kind: .invalid, range: range, depth: 1)
        }
        return SyntaxNode(kind: kind, range: range, depth: depth)
    }

    func invalid(at range: Range<Int>) -> SyntaxNode {
        SyntaxNode(kind: .invalid, range: range, depth: 1)
    }

    /// Runs a parse one level deeper; at the limit skips everything that is left.
    mutating func nested(_ parse: (inout Parser) -> SyntaxNode) -> SyntaxNode {
        guard depth < ExpressionsLimits.depthMax else {
            let range = current.range
            tooDeep(range)
            index = tokens.count - 1
            return invalid(at: range)
        }
        depth += 1
        defer { depth -= 1 }
        return parse(&self)
    }

    private mutating func tooDeep(_ range: Range<Int>) {
        guard !failures.all.contains(where: { $0.message.hasPrefix("expression is nested") }) else { return }
        failures.add(
            range, "expression is nested deeper than \(ExpressionsLimits.depthMax) levels",
            hint: "compute a part of it in an earlier stage")
    }

    private mutating func wholeSource() -> SyntaxNode {
        if current.kind == .end {
            failures.add(0..<0, "expression is empty", hint: "a condition that always holds is 'true'")
            return invalid(at: 0..<0)
        }
        let tree = expression()
        while current.kind != .end {
            unexpected("after the expression")
            skipToSeparator()
            if current.kind != .end {
                advance()
                if current.kind != .end { _ = expression() }
            }
        }
        return tree
    }

    /// Notes that the current token fits nowhere, with what was probably meant.
    mutating func unexpected(_ place: String) {
        let token = current
        switch token.kind {
        case .invalid: return
        case .end: failures.add(token.range, "expression ends \(place)")
        case .symbol(let symbol):
            failures.add(token.range, "unexpected '\(symbol.rawValue)' \(place)", hint: Self.hint(for: symbol))
        case .name(let name), .quotedName(let name):
            failures.add(token.range, "unexpected name \(place)", hint: Self.hint(forName: name))
        case .in: failures.add(token.range, "unexpected 'in' \(place)")
        case .literal, .integer:
            failures.add(token.range, "unexpected literal \(place)", hint: "an operator is missing")
        }
    }

    private static func hint(for symbol: Symbol) -> String? {
        switch symbol {
        case .closeParenthesis, .closeBracket, .closeBrace: "no bracket is open here, or another one"
        default: nil
        }
    }

    private static func hint(forName name: String) -> String? {
        switch name.lowercased() {
        case "and": "logical and is '&&'"
        case "or": "logical or is '||'"
        case "not": "logical not is '!'"
        case "is", "eq": "compare with '=='"
        case "like", "contains": "write a.contains('text')"
        default: "an operator is missing"
        }
    }

    /// Skips to the next `,`, `:` or closing bracket of the bracket that is open, or to the end.
    mutating func skipToSeparator() {
        var open: [Symbol] = []
        while current.kind != .end {
            if case .symbol(let symbol) = current.kind {
                if let closing = symbol.closing {
                    open.append(closing)
                } else if symbol == open.last {
                    open.removeLast()
                } else if open.isEmpty && Self.separators.contains(symbol) {
                    return
                }
            }
            advance()
        }
    }

    private static let separators: [Symbol] = [.comma, .colon, .closeParenthesis, .closeBracket, .closeBrace]
}

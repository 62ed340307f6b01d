// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// `Member = Primary | Member "." SELECTOR ["(" [ExprList] ")"] | Member "[" Expr "]"`
    mutating func member() -> SyntaxNode {
        let start = current.range.lowerBound
        return members(of: primary(), from: start)
    }

    /// The selections, calls and indexes that follow an operand.
    mutating func members(of operand: SyntaxNode, from start: Int) -> SyntaxNode {
        var result = operand
        while true {
            if accept(.dot) {
                result = selection(of: result, from: start)
            } else if current.isSymbol(.openBracket) {
                let bracket = advance()
                if current.isSymbol(.question) { notAvailable("optional index '[?'") }
                let index = expression()
                close(bracket, .closeBracket)
                result = node(.index(result, index), from: start, over: [result, index])
            } else if current.isSymbol(.openBrace), result.isTypeName {
                let range = result.range
                messageFields()
                failures.add(
                    range, "construction of messages is not available in this version",
                    hint: "write a map: {'key': value}")
                result = invalid(at: start..<consumedEnd)
            } else {
                return result
            }
        }
    }

    private mutating func selection(of operand: SyntaxNode, from start: Int) -> SyntaxNode {
        if current.isSymbol(.question) { notAvailable("optional selection '.?'") }
        let name: SyntaxNode.Name
        switch current.kind {
        case .name(let text):
            name = .init(text: text, range: advance().range)
        case .quotedName(let text):
            name = .init(text: text, range: advance().range)
            return node(.select(operand, name), from: start, over: [operand])
        default:
            keywordAsSelector()
            return invalid(at: start..<max(start, consumedEnd))
        }
        guard current.isSymbol(.openParenthesis) else {
            return node(.select(operand, name), from: start, over: [operand])
        }
        let arguments = arguments()
        return node(.memberCall(operand, name, arguments), from: start, over: [operand] + arguments)
    }

    private mutating func keywordAsSelector() {
        switch current.kind {
        case .in, .literal(.bool), .literal(.null):
            failures.add(
                current.range, "keyword cannot be a field name here", hint: "put it in backticks: .`name`")
            advance()
        default:
            unexpected("where a field name should stand")
        }
    }

    /// A literal, a name, a call, a list, a map or a parenthesis.
    private mutating func primary() -> SyntaxNode {
        let start = current.range.lowerBound
        switch current.kind {
        case .literal(let literal):
            advance()
            return node(.literal(literal), from: start)
        case .integer(let magnitude):
            let token = advance()
            guard let value = Int64(exactly: magnitude) else {
                outOfRange(token.range)
                return invalid(at: token.range)
            }
            return node(.literal(.int(value)), from: start)
        case .name(let text):
            return name(text, isField: false, from: start)
        case .quotedName(let text):
            advance()
            return node(.name(text, isField: true), from: start)
        case .symbol(.dot):
            advance()
            guard case .name(let text) = current.kind else {
                unexpected("where a name should stand")
                return invalid(at: start..<consumedEnd)
            }
            return name(text, isField: true, from: start)
        case .symbol(.openParenthesis):
            let bracket = advance()
            let inner = expression()
            close(bracket, .closeParenthesis)
            return SyntaxNode(kind: inner.kind, range: start..<consumedEnd, depth: inner.depth)
        case .symbol(.openBracket):
            let bracket = advance()
            let elements = expressions(until: .closeBracket)
            close(bracket, .closeBracket)
            return node(.list(elements), from: start, over: elements)
        case .symbol(.openBrace):
            return map()
        case .invalid:
            return invalid(at: advance().range)
        default:
            unexpected("where a value should stand")
            let range = current.range
            guard isBinaryOperator else { return invalid(at: range) }
            // Going on behind a doubled operator finds what else is wrong.
            advance()
            return nested { $0.unary() }
        }
    }

    private mutating func name(_ text: String, isField: Bool, from start: Int) -> SyntaxNode {
        let range = advance().range
        if current.isSymbol(.openParenthesis) {
            let arguments = arguments()
            return node(.call(.init(text: text, range: range), arguments), from: start, over: arguments)
        }
        if Self.reservedWords.contains(text) && !isField {
            failures.add(
                range, "'\(text)' is a reserved word of CEL",
                hint: "a field of that name is written in backticks: `\(text)`")
            return invalid(at: range)
        }
        return node(.name(text, isField: isField), from: start)
    }

    private mutating func arguments() -> [SyntaxNode] {
        let bracket = advance()
        let result = expressions(until: .closeParenthesis)
        close(bracket, .closeParenthesis)
        return result
    }

    /// Expressions between commas; a trailing comma is allowed in lists as in CEL's grammar.
    private mutating func expressions(until closing: Symbol) -> [SyntaxNode] {
        var result: [SyntaxNode] = []
        while !current.isSymbol(closing) && current.kind != .end {
            if closing == .closeBracket && current.isSymbol(.question) { notAvailable("optional element '[?'") }
            result.append(expression())
            guard recover(in: "list", closing: closing) else { break }
            if closing == .closeParenthesis && current.isSymbol(closing) {
                unexpected("where an argument should stand")
            }
        }
        return result
    }

    /// Goes over the comma behind an element; false where the bracket ends.
    private mutating func recover(in place: String, closing: Symbol) -> Bool {
        if accept(.comma) { return true }
        if current.isSymbol(closing) || current.kind == .end { return false }
        unexpected("where ',' or '\(closing.rawValue)' should stand")
        skipToSeparator()
        return accept(.comma)
    }

    private mutating func map() -> SyntaxNode {
        let start = current.range.lowerBound
        let bracket = advance()
        var entries: [SyntaxNode.Entry] = []
        while !current.isSymbol(.closeBrace) && current.kind != .end {
            if current.isSymbol(.question) { notAvailable("optional entry '{?'") }
            let key = expression()
            if accept(.colon) {
                entries.append(.init(key: key, value: expression()))
            } else {
                unexpected("where ':' behind a map key should stand")
                skipToSeparator()
            }
            guard recover(in: "map", closing: .closeBrace) else { break }
        }
        close(bracket, .closeBrace)
        return node(.map(entries), from: start, over: entries.flatMap { [$0.key, $0.value] })
    }

    private mutating func messageFields() {
        let bracket = advance()
        while !current.isSymbol(.closeBrace) && current.kind != .end {
            switch current.kind {
            case .name, .quotedName: advance()
            default: unexpected("where a field name should stand")
            }
            if accept(.colon) {
                _ = expression()
            } else {
                unexpected("where ':' behind a field name should stand")
                skipToSeparator()
            }
            guard recover(in: "message", closing: .closeBrace) else { break }
        }
        close(bracket, .closeBrace)
    }

    /// Consumes the bracket that ends what `open` began.
    private mutating func close(_ open: Token, _ closing: Symbol) {
        if accept(closing) { return }
        if current.kind == .end {
            failures.add(open.range, "bracket is never closed", hint: "'\(closing.rawValue)' is missing")
            return
        }
        unexpected("where '\(closing.rawValue)' should stand")
        skipToSeparator()
        while current.isSymbol(.comma) || current.isSymbol(.colon) {
            advance()
            skipToSeparator()
        }
        if current.isSymbol(closing) { advance() }
    }

    private mutating func notAvailable(_ what: String) {
        failures.add(current.range, "\(what) is not available in this version", hint: "test with has() first")
        advance()
    }

    private static let reservedWords: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]
}

extension SyntaxNode {
    /// Whether this is `Name` or `pkg.Name`, which may stand before the fields of a message.
    fileprivate var isTypeName: Bool {
        switch kind {
        case .name: true
        case .select(let operand, _): operand.isTypeName
        default: false
        }
    }
}

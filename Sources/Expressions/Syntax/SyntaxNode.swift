// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A node of the parsed expression with its place in the source.
struct SyntaxNode: Sendable {
    /// A name of the source: a function, a selected field, a macro variable.
    struct Name: Sendable {
        let text: String
        let range: Range<Int>
    }

    struct Entry: Sendable {
        let key: SyntaxNode
        let value: SyntaxNode
    }

    indirect enum Kind: Sendable {
        /// The parser has reported what should stand here.
        case invalid
        case literal(Literal)
        /// A name by itself; `isField` after a leading dot or in backticks: then it is never a variable.
        case name(String, isField: Bool)
        case select(SyntaxNode, Name)
        case index(SyntaxNode, SyntaxNode)
        case call(Name, [SyntaxNode])
        case memberCall(SyntaxNode, Name, [SyntaxNode])
        case unary(Symbol, SyntaxNode)
        case binary(BinaryOperator, SyntaxNode, SyntaxNode)
        /// `&&` or `||` over two or more operands: long chains stay flat.
        case logic(isAnd: Bool, [SyntaxNode])
        case conditional(SyntaxNode, SyntaxNode, SyntaxNode)
        case list([SyntaxNode])
        case map([Entry])
    }

    let kind: Kind
    let range: Range<Int>
    /// Levels below and including this node.
    let depth: Int
}

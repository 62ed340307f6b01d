// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A token of the source with its place.
struct Token: Sendable {
    enum Kind: Hashable, Sendable {
        case end
        /// Something the lexer has already reported.
        case invalid
        /// A name; reserved words are names here, since selectors may use them.
        case name(String)
        /// A name in backticks, without them.
        case quotedName(String)
        /// An integer without sign: `-9223372036854775808` needs the sign of the parser.
        case integer(UInt64)
        case literal(Literal)
        case symbol(Symbol)
        case `in`
    }

    let kind: Kind
    let range: Range<Int>

    func isSymbol(_ symbol: Symbol) -> Bool { kind == .symbol(symbol) }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of everything whose size comes from an expression or from a record.
enum ExpressionsLimits {
    /// UTF-8 bytes of one expression; a condition longer than this belongs into a lookup table.
    static let sourceBytesMax = 65_536

    /// Nesting of an expression's tree; bounds the stack of parser, checker, compiler and evaluator.
    /// The CEL specification asks for 12 to 32 levels depending on the construct.
    static let depthMax = 100

    /// Failures that one expression reports; what follows is mostly a consequence.
    static let failuresMax = 32

    /// Nested comprehensions of one expression.
    static let localsMax = 32

    /// Bytes of strings that one evaluation may build.
    static let scratchBytesMax = 16 << 20

    /// Values that one evaluation may hold in lists and maps.
    static let valuesMax = 1 << 18

    /// Turns of all loops of one evaluation (macros, equality and `in` over lists); nested macros multiply.
    static let turnsMax = 1 << 20

    /// Nesting of compared or materialised lists and maps.
    static let valueDepthMax = 64

    /// Bytes of a text that may be converted to a double; the longest exact one has about 770 digits.
    static let numberBytesMax = 1_100

    /// Edits between an unknown name and the one that is proposed for it.
    static let nearNameDistanceMax = 3
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What all copies of an expression share.
final class CompiledExpression: Sendable {
    let program: Program
    let source: String
    let type: ValueType
    let reads: Expression.Reads

    init(_ program: consuming Program, source: String, type: ValueType, reads: Expression.Reads) {
        self.program = program
        self.source = source
        self.type = type
        self.reads = reads
    }
}

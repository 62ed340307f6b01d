// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Holds a program for all copies of an expression.
final class CompiledExpression: Sendable {
    let program: Program

    init(_ program: consuming Program) {
        self.program = program
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

public import Records

/// An expression that is not counted: plain bits to take out of an array once per record.
///
/// Whoever makes one keeps the expression as long as it is used.
public struct BorrowedExpression: BitwiseCopyable, Sendable {
    let compiled: Borrowed<CompiledExpression>

    /// Refers to an expression that the caller keeps.
    public init(_ expression: Expression) {
        compiled = Borrowed(expression.compiled)
    }
}

extension Evaluator {
    /// The value of a condition, as ``bool(_:_:)-(Expression,_)``.
    public mutating func bool(_ expression: BorrowedExpression, _ record: borrowing Record) -> Bool? {
        expression.compiled { compiled in
            let value = run(compiled.program, record)
            if value.kind == .bool { return value.asBool }
            fail(value, compiled.program)
            return nil
        }
    }
}

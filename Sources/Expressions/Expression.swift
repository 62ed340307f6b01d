// Sluice
// SPDX-License-Identifier: Apache-2.0

public import Records

/// A CEL expression that was parsed, checked and compiled against a record layout.
///
/// Immutable; threads share it, and each brings its own `Evaluator` and record of the same layout.
public struct Expression: Sendable {
    /// What the runtime has to provide to records before this is evaluated.
    public struct Reads: Hashable, Sendable {
        /// Whether `kafka.key` occurs.
        public var key: Bool
        /// Whether `kafka.headers` occurs.
        public var headers: Bool

        /// Names what has to be provided.
        public init(key: Bool = false, headers: Bool = false) {
            self.key = key
            self.headers = headers
        }
    }

    /// The text it was compiled from.
    public var source: String { compiled.source }

    /// The type of its value as far as it is known without a record.
    public var type: ValueType { compiled.type }

    /// Whether the value, or the error, is the same for every record.
    public var isConstant: Bool { compiled.program.isConstant }

    /// What the runtime has to provide.
    public var reads: Reads { compiled.reads }

    // The only member: a copy, such as taking one out of an array of conditions, is one reference count.
    let compiled: CompiledExpression

    /// Compiles a source; fields are entered into the layout.
    ///
    /// Fields have the type `dyn` unless a schema declares them; with a schema, other fields are failures.
    /// - Returns: The expression, or all failures in the order of the source.
    public static func compile(
        _ source: String, layout: inout RecordLayout, schema: FieldSchema? = nil
    ) -> Result<Expression, ExpressionFailures> {
        let (tree, failures) = Parser.parse(source)
        var checker = Checker(schema: schema, failures: failures)
        let checked = checker.check(tree)
        guard checker.failures.isEmpty else { return .failure(checker.failures.sorted) }
        var compiler = Compiler(layout: layout)
        let program = compiler.compile(checked, localsCount: checker.localsCount)
        guard compiler.failures.isEmpty else { return .failure(compiler.failures.sorted) }
        layout = compiler.layout
        let reads = Reads(key: checker.readsKey, headers: checker.readsHeaders)
        let compiled = CompiledExpression(program, source: source, type: checked.type, reads: reads)
        return .success(Expression(compiled: compiled))
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

public import Records

/// Evaluates expressions over records; one per thread, it keeps its buffers between evaluations.
///
/// It never traps: whatever a record holds, the outcome is a value or an `EvaluationError`.
public struct Evaluator: ~Copyable {
    /// Why the last evaluation gave nothing, and where in its source; nil after one that gave a value.
    public internal(set) var lastError: EvaluationError?

    /// The part of the source that raised `lastError`, in UTF-8 bytes.
    public internal(set) var lastErrorRange: Range<Int> = 0..<0

    var work = Workspace()
    /// A string of the record without its escapes, for a moment.
    var decoded = ByteBuffer()
    /// JSON text of a list or map that is assigned to a field.
    var json = ByteBuffer()
    /// Elements of lists, keys and values of maps.
    var values: [Value] = []
    /// Values of a list or map that is being gathered.
    var pending: [Value] = []
    /// Variables of macros.
    var locals: [Value] = []
    /// What is left of the evaluation's turns of loops.
    var turns = 0

    /// Makes an evaluator; expressions of any number may share it.
    public init() {}

    /// The value of a condition; nil on an error or where it is no bool, see `lastError`.
    @inline(__always)
    public mutating func bool(_ expression: Expression, _ record: borrowing Record) -> Bool? {
        let value = run(expression.compiled.program, record)
        if value.kind == .bool { return value.asBool }
        fail(value, expression.compiled.program)
        return nil
    }

    /// The value of an integer expression; nil on an error or where it is no int, see `lastError`.
    public mutating func int(_ expression: Expression, _ record: borrowing Record) -> Int64? {
        let value = run(expression.compiled.program, record)
        if value.kind == .int { return value.asInt }
        fail(value, expression.compiled.program)
        return nil
    }

    /// Starts an evaluation; what earlier ones have built is gone.
    @inline(__always)
    mutating func run(_ program: borrowing Program, _ record: borrowing Record) -> Value {
        lastError = nil
        // The most frequent condition needs neither the switch nor the recursion.
        if program.rootNode.operation == .compareFieldToInt {
            return compareFieldToInt(program.rootNode, program.root, program, record)
        }
        if program.needsBuffers { prepare(program) }
        return value(program.root, program, record)
    }

    @inline(never)
    private mutating func prepare(_ program: borrowing Program) {
        work.scratch.removeAll()
        // Asking first: emptying an empty array costs more than most expressions.
        if !values.isEmpty { values.removeAll(keepingCapacity: true) }
        if !pending.isEmpty { pending.removeAll(keepingCapacity: true) }
        if !work.references.isEmpty { work.references.removeAll(keepingCapacity: true) }
        turns = ExpressionsLimits.turnsMax
        while locals.count < program.localsCount { locals.append(.null) }
    }

    /// Notes why an evaluation gave nothing.
    @inline(never)
    mutating func fail(_ value: Value, _ program: borrowing Program) {
        lastError = value.isError ? value.asError : .wrongResultType
        let place = value.isError ? Int(value.owner) : program.root
        lastErrorRange = place < program.places.count ? program.places[place] : 0..<0
    }

    /// Takes a turn of a loop; false when the evaluation has used all of them.
    @inline(__always)
    mutating func takeTurn() -> Bool {
        turns -= 1
        return turns > 0
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Records

/// Sources of expressions: compiled with and without a schema, evaluated over a fixed record, assigned to fields of it.
final class ExpressionsTarget: FuzzTarget {
    static let name = "expressions"

    private static let event = Array(
        """
        {"i":7,"n":-1,"big":9223372036854775807,"u":18446744073709551615,"d":1.5e300,"s":"a\\u00e9한@b.cc","e":"",\
        "t":true,"z":null,"l":[1,"2",3.0,{"a":4},[5]],"o":{"a":{"b":1},"s":"x","l":[1,2]},"i":8,\
        "ts":"2024-02-29T12:00:00Z"}
        """.utf8)
    private static let headerName = Array("trace".utf8)
    private static let text = Array("v".utf8)

    private let layout: RecordLayout
    private let targets: [Slot]
    private let schema: FieldSchema
    private let reader = OutputReader()
    /// A record of the layout as it is, for expressions that read no other field.
    private var record: Record
    private var evaluator = Evaluator()

    init() throws {
        var layout = RecordLayout()
        targets = try [["out"], ["o", "a"], ["s"]].map { try layout.slot(for: FieldPath($0)) }
        for name in ["i", "n", "big", "u", "d", "e", "t", "z", "l", "o", "ts"] {
            _ = try layout.slot(for: FieldPath([name]))
        }
        for names in [["o", "a", "b"], ["o", "s"], ["o", "l"], ["a"]] {
            _ = try layout.slot(for: FieldPath(names))
        }
        self.layout = layout
        record = Record(layout: layout)
        schema = FieldSchema([
            FieldPath(["i"]): .int, FieldPath(["s"]): .string, FieldPath(["l"]): .list(.dyn),
            FieldPath(["o"]): .map(.string, .dyn), FieldPath(["d"]): .double, FieldPath(["t"]): .bool,
        ])
    }

    func run(_ input: UnsafeRawBufferPointer) {
        let source = String(decoding: input, as: UTF8.self)
        for schema in [nil, schema] {
            var layout = layout
            switch Expression.compile(source, layout: &layout, schema: schema) {
            case .failure(let failures): check(failures, source)
            case .success(let expression):
                if layout.pathCount == self.layout.pathCount, !input.isSample {
                    record.forgetWhatWasLearnt()
                    evaluate(expression, &record)
                } else {
                    var record = Record(layout: layout)
                    evaluator = Evaluator()
                    evaluate(expression, &record)
                }
            }
        }
    }

    private func check(_ failures: ExpressionFailures, _ source: String) {
        SluiceFuzz.check(!failures.isEmpty, "no expression and no failure")
        for failure in failures {
            let isWithin =
                failure.offset >= 0 && failure.length >= 0
                && failure.offset + failure.length <= source.utf8.count
            SluiceFuzz.check(
                isWithin, "a failure at \(failure.offset), \(failure.length) bytes")
        }
    }

    private func evaluate(_ expression: Expression, _ record: inout Record) {
        let key = Self.text
        record.begin(
            origin: RecordOrigin(topic: key.span.bytes, partition: 3, offset: 1 << 40, timestampMs: 1_700_000_000_123))
        record.setKey(key.span.bytes)
        record.addHeader(name: Self.headerName.span.bytes, value: key.span.bytes)
        SluiceFuzz.check(record.scan(json: Self.event.span.bytes) == nil, "the fixed record is refused")
        let value = evaluator.plainValue(expression, record)
        if case .error = value { judge(expression) }
        SluiceFuzz.check(
            (evaluator.bool(expression, record) != nil) == (value == .bool(true) || value == .bool(false)),
            "a condition and its value differ")
        if evaluator.int(expression, record) == nil { judge(expression) }
        for slot in targets {
            let before = record.kind(of: slot)
            if evaluator.assign(expression, to: slot, in: &record) != nil {
                judge(expression)
                SluiceFuzz.check(record.kind(of: slot) == before, "a failed assignment has changed the record")
            }
        }
        if !record.isOverLimit { reader.check(record) }
    }

    private func judge(_ expression: Expression) {
        SluiceFuzz.check(evaluator.lastError != nil, "an evaluation failed without an error")
        SluiceFuzz.check(
            evaluator.lastErrorRange.upperBound <= expression.source.utf8.count, "an error beyond its source")
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Records

/// What became of an expression: it did not load, or it has a value (which may be an error).
enum Outcome: Equatable {
    case failures([ExpressionFailure])
    case value(PlainValue)

    static func error(_ code: EvaluationError) -> Outcome { .value(.error(code)) }
    static func bool(_ value: Bool) -> Outcome { .value(.bool(value)) }
    static func int(_ value: Int64) -> Outcome { .value(.int(value)) }
    static func string(_ value: String) -> Outcome { .value(.string(value)) }

    /// Compiles and evaluates a source over a record.
    static func of(
        _ source: String, json: String = "{}", key: String? = nil, headers: [(String, String?)] = [],
        timestampMs: Int64 = 1_700_000_000_000, schema: FieldSchema? = nil
    ) -> Outcome {
        var layout = RecordLayout()
        switch Expression.compile(source, layout: &layout, schema: schema) {
        case .failure(let failures):
            return .failures(failures.all)
        case .success(let expression):
            let topic = Array("web.access".utf8)
            let payload = Array(json.utf8)
            let keyBytes = key.map { Array($0.utf8) }
            let names = headers.map { Array($0.0.utf8) }
            let values = headers.map { $0.1.map { Array($0.utf8) } }
            var record = Record(layout: layout)
            record.begin(
                origin: RecordOrigin(topic: topic.span.bytes, partition: 3, offset: 42, timestampMs: timestampMs))
            if let keyBytes { record.setKey(keyBytes.span.bytes) }
            for index in names.indices {
                let name = names[index]
                if let value = values[index] {
                    record.addHeader(name: name.span.bytes, value: value.span.bytes)
                } else {
                    record.addHeader(name: name.span.bytes, value: nil)
                }
            }
            if record.scan(json: payload.span.bytes) != nil { return .failures([]) }
            var evaluator = Evaluator()
            let value = evaluator.plainValue(expression, record)
            // The record borrows all of these until here.
            return withExtendedLifetime((topic, payload, keyBytes, names, values)) { .value(value) }
        }
    }
}

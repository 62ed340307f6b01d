// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Records
import Testing

/// Values of expressions become fields of the record.
struct AssigningTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let source: String
        let field: String
        let json: String
        var error: EvaluationError?
        var testDescription: String { "\(field) = \(source)" }
    }

    @Test(arguments: [
        Case(source: "'prod'", field: "env", json: #"{"a":"x\"y","n":{"b":[1,2]},"s":503,"env":"prod"}"#),
        Case(source: "string(s / 100) + 'xx'", field: "c", json: #"{"a":"x\"y","n":{"b":[1,2]},"s":503,"c":"5xx"}"#),
        Case(source: "a", field: "a", json: #"{"a":"x\"y","n":{"b":[1,2]},"s":503}"#),
        Case(source: "a + '\\n'", field: "a", json: #"{"a":"x\"y\n","n":{"b":[1,2]},"s":503}"#),
        Case(source: "n", field: "m", json: #"{"a":"x\"y","n":{"b":[1,2]},"s":503,"m":{"b":[1,2]}}"#),
        Case(source: "n.b.map(x, x * 2)", field: "n.c", json: #"{"a":"x\"y","n":{"b":[1,2],"c":[2,4]},"s":503}"#),
        Case(
            source: "{'k': [a, null, 1.5, true]}", field: "s",
            json: #"{"a":"x\"y","n":{"b":[1,2]},"s":{"k":["x\"y",null,1.5,true]}}"#),
        Case(source: "null", field: "s", json: #"{"a":"x\"y","n":{"b":[1,2]},"s":null}"#),
        Case(source: "s > 1", field: "s", json: #"{"a":"x\"y","n":{"b":[1,2]},"s":true}"#),
        Case(
            source: "18446744073709551615u", field: "s", json: #"{"a":"x\"y","n":{"b":[1,2]},"s":18446744073709551615}"#
        ),
        Case(source: "kafka.offset", field: "s", json: #"{"a":"x\"y","n":{"b":[1,2]},"s":9}"#),
        Case(source: "kafka.topic", field: "s", json: #"{"a":"x\"y","n":{"b":[1,2]},"s":"t"}"#),
        Case(
            source: "1.0 / 0.0", field: "s", json: #"{"a":"x\"y","n":{"b":[1,2]},"s":503}"#, error: .invalidConversion),
        Case(source: "b''", field: "s", json: #"{"a":"x\"y","n":{"b":[1,2]},"s":503}"#, error: .wrongResultType),
        Case(source: "nope", field: "s", json: #"{"a":"x\"y","n":{"b":[1,2]},"s":503}"#, error: .noSuchField),
        Case(source: "{1: 2}", field: "s", json: #"{"a":"x\"y","n":{"b":[1,2]},"s":503}"#, error: .invalidKey),
        Case(source: "1", field: "a.b", json: #"{"a":"x\"y","n":{"b":[1,2]},"s":503}"#, error: .parentIsNoObject),
    ])
    func valuesAreWrittenAsJSON(_ expected: Case) throws {
        var layout = RecordLayout()
        let expression = try Expression.compile(expected.source, layout: &layout).get()
        let slot = try layout.slot(for: FieldPath(expected.field.split(separator: ".").map(String.init)))
        let payload = Array(#"{"a":"x\"y","n":{"b":[1,2]},"s":503}"#.utf8)
        let topic = Array("t".utf8)
        var record = Record(layout: layout)
        record.begin(origin: RecordOrigin(topic: topic.span.bytes, partition: 0, offset: 9, timestampMs: -1))
        #expect(record.scan(json: payload.span.bytes) == nil)
        var evaluator = Evaluator()
        #expect(evaluator.assign(expression, to: slot, in: &record) == expected.error)
        #expect(evaluator.lastError == expected.error)
        let chunk = ByteChunk(capacity: 256)
        record.serialise(into: chunk)
        var text: [UInt8] = []
        for index in 0..<chunk.bytes.byteCount {
            text.append(chunk.bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
        }
        #expect(String(decoding: text, as: UTF8.self) == expected.json)
        withExtendedLifetime((payload, topic)) {}
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import Testing

@Suite(.timeLimit(.minutes(5)))
struct PayloadTests {
    struct Case: Sendable {
        let name: String
        let payload: [UInt8]?
        /// Nil where the record is good.
        let reason: String?

        init(_ name: String, _ text: String, _ reason: String?) {
            self.init(name, bytes: Array(text.utf8), reason)
        }

        init(_ name: String, bytes: [UInt8]?, _ reason: String?) {
            self.name = name
            payload = bytes
            self.reason = reason
        }
    }

    static let cases: [Case] = [
        Case("good", #"{"seq":0,"status":200}"#, nil),
        Case("truncated", #"{"seq":1,"status":2"#, "invalid_json"),
        Case("truncated in a text", #"{"seq":1,"status":"20"#, "invalid_json"),
        Case("nested too deeply", #"{"seq":1,"status":200,"a":"# + nested(200) + "}", "too_deep"),
        Case("nested as deeply as may be", #"{"seq":1,"status":200,"a":"# + nested(100) + "}", nil),
        Case(
            "not UTF-8", bytes: Array(#"{"seq":1,"status":200,"a":""#.utf8) + [0xFF, 0xFE, 0x22, 0x7D], "invalid_utf8"),
        Case("a NUL in a text", bytes: Array(#"{"seq":1,"a":""#.utf8) + [0, 0x22, 0x7D], "invalid_json"),
        Case("NUL bytes only", bytes: [0, 0, 0, 0], "invalid_json"),
        Case("an escaped NUL", #"{"seq":2,"status":200,"a":"\u0000"}"#, nil),
        Case("empty", bytes: [], "empty_payload"),
        Case("NULL", bytes: nil, "null_payload"),
        Case("spaces only", "   ", "empty_payload"),
        Case("not an object", "[1,2]", "not_an_object"),
        Case("two objects", #"{"seq":1}{"seq":2}"#, "invalid_json"),
        Case("no field to route by", #"{"seq":1}"#, "expression_error"),
        Case("a field of another type", #"{"seq":1,"status":"no"}"#, "expression_error"),
        Case("large", #"{"seq":3,"status":200,"a":""# + String(repeating: "x", count: 700_000) + #""}"#, nil),
        Case("an error", #"{"seq":4,"status":503}"#, nil),
    ]

    private static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    @Test func everyPayloadEndsInItsOutputOrWithItsReasonInTheDeadLetters() async throws {
        let world = try MockWorld()
        for row in Self.cases { try world.produce(row.payload) }
        await world.flush()
        try await world.runUntilEnd()
        let archive = try world.archive()
        #expect(archive.numbers == ["web": [0, 1, 2, 3], "errors": [4]])
        for (offset, row) in Self.cases.enumerated() {
            let letters = archive.deadLetters.filter { $0.offset == Int64(offset) }
            #expect(letters.map(\.reason) == (row.reason.map { [$0] } ?? []), "\(row.name)")
            guard let letter = letters.first else { continue }
            #expect(letter.payload.bytes == row.payload, "\(row.name) keeps its bytes")
            #expect(letter.topic == MockWorld.topic && letter.partition == 0)
        }
        let count = Int64(Self.cases.count)
        #expect(archive.report.isComplete, "\(archive.report.findings)")
        #expect(archive.report.partitions.map(\.records) == [count])
        #expect(archive.report.partitions.map(\.next) == [count])
        #expect(try await world.committed() == [0: count])
    }
}

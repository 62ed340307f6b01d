// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Testing

/// Records of a megabyte and more, and records made to be expensive.
@Suite(.timeLimit(.minutes(5))) struct LargeRecordTests {
    private func scan(_ text: String, layout: RecordLayout = RecordLayout(), _ body: (inout Record) -> Void = { _ in })
    {
        var record = Record(layout: layout)
        let bytes = Array(text.utf8)
        let failure = record.scan(json: bytes.span.bytes)
        #expect(failure == nil)
        body(&record)
    }

    @Test func aMegabyteOfMembersIsReadEditedAndWritten() throws {
        var text = "{"
        var number = 0
        while text.utf8.count < 1_200_000 {
            text += "\"field \(number)\": {\"token\": \"secret \(number)\", \"n\": \(number)}, "
            number += 1
        }
        text += "\"last\": \"value\"}"
        var layout = RecordLayout()
        let last = try layout.slot(for: FieldPath(["last"]))
        let mark = try layout.mark(names: ["TOKEN"])
        let count = number
        scan(text, layout: layout) { record in
            let masked = record.maskFields(mark, with: "*".utf8.span.bytes)
            let isSet = record.setInt64(last, 7)
            let chunk = ByteChunk(capacity: 16)
            record.serialise(into: chunk)
            let output = chunk.withUnsafeBytes { Array($0) }
            #expect(masked == count && isSet)
            #expect(Oracle(output).isAccepted)
            #expect(!String(decoding: output, as: UTF8.self).contains("secret"))
        }
    }

    @Test func aStringOfTenMegabytesIsOneValue() {
        let text = "{\"a\":\"" + String(repeating: "0123456789", count: 1_000_000) + "\"}"
        scan(text) { record in
            let length = record.top.flatMap { record.firstChild(of: $0) }.map { record.rawBytes(of: $0).byteCount }
            #expect(length == 10_000_000)
        }
    }

    @Test func fewBytesPerValueDoNotRunOutOfRoom() {
        scan("{\"a\":[" + String(repeating: "1,", count: 500_000) + "1]}")
        scan("{\"a\":[" + String(repeating: "[],{},", count: 200_000) + "1]}")
        scan("{\"a\":[1" + String(repeating: " ", count: 1_000_000) + "]}")
    }

    @Test func moreValuesThanTheLimitAreRefused() {
        var record = Record(layout: RecordLayout())
        let text = Array(("{\"a\":[" + String(repeating: "1,", count: RecordsLimits.valuesMax) + "1]}").utf8)
        let failure = record.scan(json: text.span.bytes)
        #expect(failure?.code == .tooManyValues)
        // The next ordinary record is read as ever.
        let next = record.scan(json: "{\"a\":1}".utf8.span.bytes)
        #expect(next == nil)
    }

    @Test func manyNamesOfOneObjectCostTimeInProportion() {
        // Quadratic work would be 10^10 steps here.
        let members = (0..<100_000).map { "\"name \($0)\":\($0)" }
        scan("{" + members.joined(separator: ",") + "," + members.joined(separator: ",") + "}") { record in
            #expect(record.duplicateKeys == 100_000)
            let chunk = ByteChunk(capacity: 16)
            record.serialise(into: chunk)
            let output = chunk.withUnsafeBytes { Array($0) }
            let expected = Array(("{" + members.joined(separator: ",") + "}").utf8)
            #expect(output == expected)
        }
    }

    @Test func repeatingOneNameCostsTimeInProportion() {
        scan("{" + String(repeating: "\"a\":1,", count: 200_000) + "\"a\":{\"b\":2}}") { record in
            #expect(record.duplicateKeys == 200_000)
            let dump = record.dump()
            #expect(dump == Array("{s1:a{s1:bi2;}}".utf8))
        }
        let long = String(repeating: "x", count: 300)
        scan("{" + String(repeating: "\"\(long)\":1,", count: 20_000) + "\"\(long)\":2}") { record in
            #expect(record.duplicateKeys == 20_000)
        }
    }

    @Test func manyEditsOutOfOrderAreSortedOnce() throws {
        // Masks come in order, replacements in strings as well, but one after the other.
        let members = (0..<30_000).map { "{\"token\":\($0),\"mail\":\"a@b.c\"}" }
        var layout = RecordLayout()
        let mark = try layout.mark(names: ["token"])
        scan("{\"a\":[" + members.joined(separator: ",") + "]}", layout: layout) { record in
            let masked = record.maskFields(mark, with: "*".utf8.span.bytes)
            let replaced = record.replaceInStrings(where: StringPrefilter(lengthMin: 3, containing: 0x40)) {
                text, found in
                found.replace(0..<text.byteCount, with: "-".utf8.span.bytes)
            }
            let chunk = ByteChunk(capacity: 16)
            record.serialise(into: chunk)
            let output = chunk.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
            #expect(masked == 30_000 && replaced == 30_000)
            let one = "{\"token\":\"*\",\"mail\":\"-\"}"
            #expect(output == "{\"a\":[" + Array(repeating: one, count: 30_000).joined(separator: ",") + "]}")
        }
    }
}

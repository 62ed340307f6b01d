// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Testing

/// Values as they are read, the record's origin, and text from other parsers.
@Suite struct ValueTests {
    struct Number: Sendable {
        let text: String
        let value: NumberValue?
    }

    static let numbers: [Number] = [
        Number(text: "0", value: .int(0)), Number(text: "-0", value: .int(0)),
        Number(text: "-0.0", value: .double(-0.0)),
        Number(text: "9223372036854775807", value: .int(.max)), Number(text: "-9223372036854775808", value: .int(.min)),
        Number(text: "9223372036854775808", value: .uint(9_223_372_036_854_775_808)),
        Number(text: "18446744073709551615", value: .uint(.max)),
        Number(text: "18446744073709551616", value: .double(18_446_744_073_709_551_616)),
        Number(text: "-9223372036854775809", value: .double(-9_223_372_036_854_775_808)),
        Number(text: "1.0", value: .double(1)), Number(text: "1e2", value: .double(100)),
        Number(text: "0.1", value: .double(0.1)), Number(text: "123456.789", value: .double(123456.789)),
        Number(text: "9007199254740993.0", value: .double(9_007_199_254_740_992)),
        Number(text: "2.2250738585072014e-308", value: .double(2.2250738585072014e-308)),
        Number(text: "0.000000000000000000000000000001", value: .double(1e-30)),
        Number(text: "1e-400", value: .double(0)), Number(text: "1e400", value: nil),
        Number(text: "-1e400", value: nil),
    ]

    @Test(arguments: numbers)
    func numbersAreExactWhereTheyCanBe(_ number: Number) throws {
        var layout = RecordLayout()
        let slot = try layout.slot(for: FieldPath(["n"]))
        var record = Record(layout: layout)
        let text = Array("{\"n\":\(number.text)}".utf8)
        _ = record.scan(json: text.span.bytes)
        let value = record.number(of: slot)
        #expect(value == number.value)
    }

    @Test func numbersThatAreNotTouchedStayAsTheyCame() {
        let text = #"{"a":1.0,"b":1E+2,"c":-0,"d":123456789012345678901234567890,"e":1e400}"#
        #expect(edited(text) == text)
    }

    @Test func infinitiesAreNotWritten() throws {
        var layout = RecordLayout()
        let slot = try layout.slot(for: FieldPath(["n"]))
        let output = edited("{}", layout: layout) { record in
            let done = [record.setDouble(slot, .infinity), record.setDouble(slot, .nan), record.setDouble(slot, 1)]
            #expect(done == [false, false, true])
        }
        #expect(output == #"{"n":1.0}"#)
    }

    @Test func stringsAreDecodedOnDemand() throws {
        var layout = RecordLayout()
        let slot = try layout.slot(for: FieldPath(["s"]))
        var record = Record(layout: layout)
        let text = Array(#"{"s":"\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00\u0000"}"#.utf8)
        _ = record.scan(json: text.span.bytes)
        var buffer = ByteBuffer()
        let decoded = record.stringBytes(of: slot, in: &buffer).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        #expect(record.hasEscapes(slot) ? true : false)
        #expect(decoded == "\"\\/\u{8}\u{c}\n\r\tAé😀\0")
    }

    @Test func whatIsNotUTF8IsWrittenAsReplacementCharacters() throws {
        var layout = RecordLayout()
        let slot = try layout.slot(for: FieldPath(["key"]))
        let bytes: [UInt8] = [0x61, 0xff, 0xc3, 0xa9, 0xed, 0xa0, 0x80, 0x00, 0x22, 0xe2, 0x82]
        let output = edited("{}", layout: layout) { $0.setString(slot, bytes.span.bytes) }
        #expect(output == "{\"key\":\"a\u{FFFD}é\u{FFFD}\u{FFFD}\u{FFFD}\\u0000\\\"\u{FFFD}\u{FFFD}\"}")
    }

    @Test func lineBreaksBetweenValuesBecomeSpaces() {
        #expect(edited("{\r\n  \"a\": 1,\n  \"b\": [\n1\n]\n}\n") == "{    \"a\": 1,   \"b\": [ 1 ] }")
    }

    @Test func theOriginIsLentUntilTheNextRecord() throws {
        var record = Record(layout: RecordLayout())
        let (topic, key, name) = (Array("orders".utf8), Array("k".utf8), Array("trace".utf8))
        record.begin(origin: RecordOrigin(topic: topic.span.bytes, partition: 3, offset: 1 << 40, timestampMs: -1))
        record.setKey(key.span.bytes)
        record.addHeader(name: name.span.bytes, value: topic.span.bytes)
        record.addHeader(name: name.span.bytes, value: key.span.bytes)
        record.addHeader(name: key.span.bytes, value: nil)
        let topicText = record.topic.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        let header = record.header(named: name.span.bytes)?.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        let nothing = record.header(named: key.span.bytes) == nil
        let isThere = record.hasHeader(named: key.span.bytes)
        #expect(topicText == "orders" && header == "k" && nothing && isThere && record.headerCount == 3)
        #expect(record.partition == 3 && record.offset == 1 << 40 && record.timestampMs == -1)
        record.begin(origin: RecordOrigin(topic: topic.span.bytes, partition: 0, offset: 0, timestampMs: 5))
        let hasKey = record.key != nil
        #expect(!hasKey && record.headerCount == 0)
    }

    @Test func parsersOfOtherFormatsWriteJSON() throws {
        var layout = RecordLayout()
        let status = try layout.slot(for: FieldPath(["status"]))
        var record = Record(layout: layout)
        record.source.removeAll()
        record.source.append("{\"status\":")
        record.source.append(decimal: 404)
        record.source.append(",\"path\":")
        record.source.appendString("/a \"b\"".utf8.span.bytes)
        record.source.append(0x7d)
        let failure = record.scanSource()
        let number = record.number(of: status)
        let chunk = ByteChunk(capacity: 16)
        record.serialise(into: chunk)
        let output = chunk.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        #expect(failure == nil && number == .int(404))
        #expect(output == #"{"status":404,"path":"/a \"b\""}"#)
    }

    @Test func membersAreFoundByName() {
        var record = Record(layout: RecordLayout())
        _ = record.scan(json: #"{"a":[1,{"b c":true}],"d":null}"#.utf8.span.bytes)
        let list = record.top.flatMap { record.member("a".utf8.span.bytes, of: $0) }
        let second = list.flatMap { list in record.firstChild(of: list).flatMap { record.child(after: $0, in: list) } }
        let inner = second.flatMap { record.member("b c".utf8.span.bytes, of: $0) }
        let truth = inner.flatMap { record.bool(of: $0) }
        #expect(truth == true)
        let isThere = record.containsName(where: StringPrefilter(lengthMin: 1, containing: 0x20)) { $0.byteCount == 3 }
        #expect(isThere)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Testing

/// What is refused, and where.
@Suite struct ScanFailureTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let code: ScanFailure.Code
        let position: Int
        var testDescription: String { "\(code.rawValue): \(text.debugDescription.prefix(40))" }

        init(_ text: String, _ code: ScanFailure.Code, _ position: Int) {
            self.text = text
            self.code = code
            self.position = position
        }
    }

    static let cases = [
        Case("", .empty, 0), Case(" \n", .empty, 2), Case("\u{0}", .invalidLiteral, 0).with(.unexpectedByte),
        Case("[]", .notAnObject, 0), Case(" 17", .notAnObject, 1), Case("[1", .unexpectedEnd, 2),
        Case("{", .unexpectedEnd, 1), Case("{}x", .trailingBytes, 2), Case("{} {}", .trailingBytes, 3),
        Case("{},", .trailingBytes, 2), Case("{}\u{0}", .trailingBytes, 2), Case("{,}", .unexpectedByte, 1),
        Case(#"{"a"}"#, .unexpectedByte, 4), Case(#"{"a":}"#, .unexpectedByte, 5),
        Case(#"{"a":1,}"#, .unexpectedByte, 7),
        Case(#"{"a":1 "b":2}"#, .unexpectedByte, 7), Case(#"{"a":[1,]}"#, .unexpectedByte, 8),
        Case(#"{"a":[1}"#, .unexpectedByte, 7), Case(#"{"a":01}"#, .invalidNumber, 5),
        Case(#"{"a":-}"#, .invalidNumber, 5), Case(#"{"a":1.}"#, .invalidNumber, 5),
        Case(#"{"a":1e+}"#, .invalidNumber, 5),
        Case(#"{"a":+1}"#, .unexpectedByte, 5), Case(#"{"a":nul}"#, .invalidLiteral, 5),
        Case(#"{"a":truex}"#, .unexpectedByte, 9), Case(#"{"a":NaN}"#, .invalidLiteral, 5),
        Case("{\"a\":\"\u{1}\"}", .controlCharacter, 6), Case("{\"a\":\"x\ny\"}", .controlCharacter, 7),
        Case("{\"a\u{0}b\":1}", .controlCharacter, 3), Case(#"{"a":"\x"}"#, .invalidEscape, 6),
        Case(#"{"a":"\u12g4"}"#, .invalidEscape, 6), Case(#"{"a":"\ud800"}"#, .loneSurrogate, 6),
        Case(#"{"a":"\udc00"}"#, .loneSurrogate, 6), Case(#"{"a":"\ud800\u0041"}"#, .loneSurrogate, 6),
        Case(#"{"a":"b"#, .unexpectedEnd, 7), Case(#"{"a":"\"#, .unexpectedEnd, 7),
        Case(#"{"a":tru"#, .invalidLiteral, 5),
    ]

    @Test(arguments: cases)
    func namesTheFirstWrongByte(_ wrong: Case) {
        var record = Record(layout: RecordLayout())
        let failure = record.scan(json: wrong.text.utf8.span.bytes)
        #expect(failure?.code == wrong.code)
        #expect(failure?.position == wrong.position)
    }

    @Test(
        arguments: [
            [0xc0, 0xaf], [0xc1, 0xbf], [0xe0, 0x80, 0xaf], [0xed, 0xa0, 0x80], [0xf0, 0x80, 0x80, 0x80],
            [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x80], [0xff], [0xc3], [0xe2, 0x82],
            [0xf0, 0x9f, 0x98],
        ] as [[UInt8]])
    func refusesWhatIsNotUTF8(bytes: [UInt8]) {
        for padding in [0, 3, 15, 16, 17, 40] {
            let text = Array("{\"a\":\"".utf8) + [UInt8](repeating: 0x61, count: padding) + bytes + Array("\"}".utf8)
            var record = Record(layout: RecordLayout())
            let failure = record.scan(json: text.span.bytes)
            #expect(failure?.code == .invalidUTF8)
            #expect(failure?.position == 6 + padding)
        }
    }

    @Test func nestsToTheLimitAndNotDeeper() {
        let limit = RecordsLimits.depthMax
        for (depth, isAccepted) in [(limit, true), (limit + 1, false), (100_000, false)] {
            let inner = depth - 1
            let text = "{\"a\":" + String(repeating: "[", count: inner) + String(repeating: "]", count: inner) + "}"
            var record = Record(layout: RecordLayout())
            let failure = record.scan(json: text.utf8.span.bytes)
            #expect((failure == nil) == isAccepted)
            if !isAccepted { #expect(failure?.code == .tooDeep) }
        }
    }

    @Test func aFailedScanLeavesAnEmptyRecord() throws {
        var layout = RecordLayout()
        let slot = try layout.slot(for: FieldPath(["a"]))
        var record = Record(layout: layout)
        let failure = record.scan(json: #"{"a":"secret","b":}"#.utf8.span.bytes)
        let kind = record.kind(of: slot)
        let isSet = record.setNull(slot)
        let chunk = ByteChunk(capacity: 16)
        record.serialise(into: chunk)
        #expect(failure != nil && kind == .absent && !isSet && chunk.count == 0)
    }
}

extension ScanFailureTests.Case {
    func with(_ code: ScanFailure.Code) -> Self { Self(text, code, position) }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Records
import Sinks
import SluiceTesting
import Testing

@Suite struct DeadLetterTests {
    struct Letter: Sendable, CustomTestStringConvertible {
        let name: String
        var reason = "invalid_json"
        var stage = "parse[0].json"
        var position = 17
        var timestampMs: Int64 = 1_721_299_200_000
        var key: [UInt8]? = nil
        let payload: [UInt8]?
        let line: String
        var testDescription: String { name }

        func encoded() -> String {
            let chunk = ByteChunk(capacity: 64)
            let topic = Array("web".utf8)
            let keyBytes = key ?? []
            let payloadBytes = payload ?? []
            let origin = RecordOrigin(
                topic: topic.span.bytes, partition: 3, offset: .max, timestampMs: timestampMs)
            let letter = DeadLetter(
                reason: reason, stage: stage, position: position, origin: origin,
                key: key == nil ? nil : keyBytes.span.bytes, payload: payload == nil ? nil : payloadBytes.span.bytes)
            letter.encode(into: chunk)
            return chunk.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        }
    }

    static let head =
        #"{"reason":"invalid_json","stage":"parse[0].json","position":17,"topic":"web","partition":3,"#
        + #""offset":9223372036854775807,"timestamp":1721299200000"#

    static let letters = [
        Letter(
            name: "text", key: Array("k\"1".utf8), payload: Array("{\"a\":\t\"é\u{1}\\".utf8),
            line: head + #","key":"k\"1","raw":"{\"a\":\t\"é\u0001\\"}"#),
        Letter(name: "tombstone", payload: nil, line: head + #","key":null,"raw":null}"#),
        Letter(name: "empty", key: [], payload: [], line: head + #","key":"","raw":""}"#),
        Letter(
            name: "not UTF-8", key: [0xFF], payload: [0x61, 0x80, 0x00, 0xFE],
            line: head + #","key_base64":"/w==","raw_base64":"YYAA/g=="}"#),
        Letter(name: "NUL is text", payload: [0x61, 0x00, 0x62], line: head + #","key":null,"raw":"a\u0000b"}"#),
        Letter(
            name: "overlong UTF-8", payload: [0xC0, 0xAF], line: head + #","key":null,"raw_base64":"wK8="}"#),
        Letter(
            name: "surrogate", payload: [0xED, 0xA0, 0x80], line: head + #","key":null,"raw_base64":"7aCA"}"#),
        Letter(
            name: "no place and no time", position: -1, timestampMs: -1, payload: [0x78],
            line: #"{"reason":"invalid_json","stage":"parse[0].json","position":null,"topic":"web","partition":3,"#
                + #""offset":9223372036854775807,"timestamp":null,"key":null,"raw":"x"}"#),
        Letter(
            name: "an odd stage", reason: "expression_error", stage: "enrich[0].\"set\n", position: 0,
            payload: [0x78],
            line: #"{"reason":"expression_error","stage":"enrich[0].\"set\n","position":0,"topic":"web","#
                + #""partition":3,"offset":9223372036854775807,"timestamp":1721299200000,"key":null,"raw":"x"}"#),
    ]

    @Test(arguments: letters)
    func lettersAreOneLineOfJSON(_ letter: Letter) throws {
        let line = letter.encoded()
        #expect(line == letter.line)
        #expect(!line.utf8.contains(0x0A))
        struct Nothing: Decodable {}
        _ = try JSONDecoder().decode(Nothing.self, from: Data(line.utf8))
    }

    /// A root whose dead letters are these.
    static func root(_ letters: [Letter], foreign: [String] = []) throws -> ArchiveRoot {
        let disk = MemoryDisk()
        let system = disk.process()
        var generator = SeededGenerator(seed: 5)
        let root = try ArchiveRoot.open("/r", fileSystem: system, using: &generator)
        let store = try EpochStore.open(root, group: "g", outputs: ["dead_letters"], using: &generator)
        let lines = letters.map { $0.encoded() } + foreign
        let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
        let id = EpochID(using: &generator)
        let name = "0.ndjson"
        try system.create(try store.beginEpoch(id) + "/" + name, bytes)
        var dispositions = Dispositions()
        dispositions.deadLettered = Int64(lines.count)
        dispositions.rows = ["dead_letters": Int64(lines.count)]
        let file = FileEntry(
            name: name, path: "dead_letters/x.ndjson", output: "dead_letters", bytes: Int64(bytes.count),
            checksum: "crc64:0000000000000000", rows: Int64(lines.count), minEventMs: nil, maxEventMs: nil)
        let manifest = Manifest(
            id: id, slot: store.slot, cluster: "c", group: "g", topic: "web", partition: 3,
            incarnation: Incarnation(after: nil, bits: 1), first: 0, last: Int64(lines.count) - 1,
            next: Int64(lines.count), dispositions: dispositions, files: [file])
        try store.seal(manifest)
        try store.publish(id)
        return try ArchiveRoot.inspect("/r", fileSystem: disk.process())
    }

    @Test func lettersComeBackByteForByte() throws {
        let reader = DeadLetterReader(try Self.root(Self.letters))
        var entries: [DeadLetterEntry] = []
        let strangers = try reader.forEach { entry in
            entries.append(entry)
            return true
        }
        #expect(strangers == 0)
        #expect(entries.count == Self.letters.count)
        for (entry, letter) in zip(entries, Self.letters) {
            #expect(entry.payload.bytes == letter.payload && entry.key.bytes == letter.key)
            #expect(entry.reason == letter.reason && entry.stage == letter.stage)
            #expect(entry.position == (letter.position < 0 ? nil : Int64(letter.position)))
            #expect(entry.timestampMs == (letter.timestampMs < 0 ? nil : letter.timestampMs))
            #expect(entry.topic == "web" && entry.partition == 3 && entry.offset == .max)
        }
    }

    @Test func summariesCountReasonsAndMaskTheirSamples() throws {
        let secret = "{\"password\":\"hunter2\",\"n\":42}"
        let letters =
            Self.letters + [Letter(name: "more", stage: "parse[0].json", payload: Array(secret.utf8), line: "")]
        let root = try Self.root(letters, foreign: ["no json", "{\"reason\":1}"])
        let summaries = try DeadLetterReader(root).summaries()
        #expect(summaries.map(\.reason) == ["invalid_json", "expression_error"])
        #expect(summaries.map(\.count) == [9, 1])
        #expect(summaries[0].first.offset == .max && summaries[0].last.partition == 3)
        #expect(summaries[1].sample == "x")
        var number = 0
        var shown: [String] = []
        let strangers = try DeadLetterReader(root).forEach { entry in
            number += 1
            shown.append(DeadLetterReader.shown(entry.payload, raw: false))
            return number < 100
        }
        #expect(strangers == 2)
        #expect(shown.last == "{\"password\":\"xxxxxx0\",\"n\":00}")
        #expect(try DeadLetterReader(root).summaries(raw: true)[0].sample.contains("é"))
    }

    @Test func aReaderThatHasEnoughStopsTheWalk() throws {
        let root = try Self.root(Self.letters)
        var seen = 0
        try DeadLetterReader(root).forEach { _ in
            seen += 1
            return seen < 2
        }
        #expect(seen == 2)
    }

    @Test(arguments: [
        (#"{"a": "secret", "b":[1.5,true,null,"x y"]}"#, #"{"a": "xxxxxx", "b":[0.0,true,null,"x x"]}"#),
        (#"{"user":{"e-mail":"joe@example.com"}}"#, #"{"user":{"e-mail":"xxx@xxxxxxx.xxx"}}"#),
        (
            #"{"joe@example.com":1,"4111111111111111":2,"id-12345":3}"#,
            #"{"xxx@xxxxxxx.xxx":0,"0000000000000000":0,"xx-00000":0}"#
        ),
        (#"{"a":"unclosed secret"#, #"{"a":"xxxxxxxx xxxxxx"#),
        (#"{"a":"sec\"ret":"more"}"#, #"{"a":"xxx\"xxx":"xxxx"}"#),
        (#"{"token": "abc, "b": 1}"#, #"{"token": "xxx, "x": 0}"#),
        (#"10.1.2.3 - joe [01/Jul/1995] "GET /x" 200"#, #"00.0.0.0 - xxx [00/xxx/0000] "xxx /x" 000"#),
        ("é한글 a\u{1}b", "xxx x.x"), ("", ""), ("\"", "\""), ("\"\\", "\"\\"), ("truex nulls", "xxxxx xxxxx"),
    ])
    func masksKeepTheShapeAndNothingElse(payload: String, masked: String) {
        #expect(PayloadMask.masked(Array(payload.utf8)) == masked)
    }

    @Test func longSamplesAreCut() {
        let masked = PayloadMask.masked([UInt8](repeating: 0x61, count: 1000), limit: 10)
        #expect(masked == "xxxxxxxxxx... (1000 bytes)")
        // A name that the cut may have shortened is not shown.
        #expect(PayloadMask.masked(Array("{\"name\": 1}".utf8), limit: 7) == "{\"xxxx\"... (11 bytes)")
    }

    @Test(arguments: 1...5)
    func noPayloadWhateverCrashesOrTellsItsWords(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let pieces = ["\"", "\\", ":", "{", "}", "Zebra9", " ", ",", "\u{1}", "é", "true"]
        for _ in 0..<3000 {
            var payload: [UInt8] = []
            for _ in 0..<random.below(12) {
                payload +=
                    random.below(6) == 0
                    ? [UInt8(truncatingIfNeeded: random.next())] : Array(pieces[random.below(pieces.count)].utf8)
            }
            let masked = PayloadMask.masked(payload)
            // Only as the name of a field may a word be seen.
            for part in masked.split(separator: "Zebra9", omittingEmptySubsequences: false).dropFirst() {
                #expect(part.contains("\""), "seed \(seed): \(masked)")
            }
            let letter = Letter(name: "", key: payload, payload: payload, line: "")
            let line = letter.encoded()
            #expect((try? JSONDecoder().decode([String: Flexible].self, from: Data(line.utf8))) != nil, "seed \(seed)")
        }
    }

    /// Any scalar.
    private struct Flexible: Decodable {
        init(from decoder: any Decoder) throws { _ = try decoder.singleValueContainer() }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Testing

/// The scanner against simdjson on mutated documents: same texts accepted, same values found.
@Suite struct DifferentialTests {
    /// Bytes that matter to the grammar.
    private static let bytes: [UInt8] =
        Array("{}[]\",:\\/ \t\n\r0123456789.-+eEtrufalsn@".utf8) + [
            0, 1, 0x1f, 0x7f, 0x80, 0xbf, 0xc0, 0xc3, 0xe0, 0xed, 0xf0, 0xf4, 0xff,
        ]

    private static func mutated(_ text: [UInt8], _ random: inout Seeded) -> [UInt8] {
        var text = text
        for _ in 0..<random.below(4) {
            let position = random.below(text.count)
            switch random.below(6) {
            case 0: text[position] = random.pick(bytes)
            case 1: text.insert(random.pick(bytes), at: position)
            case 2: text.remove(at: position)
            case 3: text.removeSubrange(position..<min(text.count, position + random.below(20)))
            case 4:
                let from = random.below(text.count)
                text.insert(contentsOf: Array(text[from..<min(text.count, from + random.below(30))]), at: position)
            default: text[position] ^= UInt8(1) << UInt8(random.below(8))
            }
            if text.isEmpty { return [0x7b] }
        }
        return text
    }

    @Test(arguments: 0..<16)
    func acceptsAndReadsWhatSimdjsonDoes(block: UInt64) throws {
        var record = Record(layout: RecordLayout())
        var random = Seeded(0x5eed + block)
        let documents = Documents.all(&random)
        for round in 0..<2500 {
            let text = Self.mutated(random.pick(documents), &random)
            let failure = record.scan(anyValue: text.span.bytes)
            let oracle = Oracle(text)
            let context = "block \(block) round \(round): \(String(decoding: text, as: UTF8.self))"
            if failure == nil {
                // Numbers past 64 bits and doubles: simdjson refuses what the grammar allows.
                let isHuge = !oracle.isAccepted && oracle.isRefusedForNumber && Self.holdsHugeNumber(record)
                if isHuge { continue }
                try #require(oracle.isAccepted, "\(context)")
                let dump = record.dump()
                try #require(dump == oracle.dump, "\(context)")
            } else {
                try #require(
                    !oracle.isAccepted || failure?.code == .tooDeep, "\(String(describing: failure)) \(context)")
                try #require((failure?.position ?? -1) <= text.count, "\(context)")
            }
        }
    }

    private static func holdsHugeNumber(_ record: borrowing Record) -> Bool {
        var found = false
        func visit(_ value: ValueRef, _ record: borrowing Record) {
            if record.kind(of: value) == .number {
                switch record.number(of: value) {
                case nil: found = true
                case .double?: found = found || record.rawBytes(of: value).byteCount >= 19
                default: break
                }
            }
            var child = record.firstChild(of: value)
            while let next = child {
                visit(next, record)
                child = record.child(after: next, in: value)
            }
        }
        if let top = record.top { visit(top, record) }
        // A dropped duplicate may have been the number that simdjson refused.
        return found || record.duplicateKeys > 0
    }
}

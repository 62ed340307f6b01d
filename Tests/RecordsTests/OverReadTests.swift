// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Testing

/// Nothing behind a payload is read: it may be the last one of a fetched buffer, at the end of a page.
@Suite struct OverReadTests {
    @Test func everyPrefixOfADocumentMayEndAtAPage() throws {
        let page = try #require(GuardedPage(bytes: 4096))
        var layout = RecordLayout()
        let slot = try layout.slot(for: FieldPath(["user", "id"]))
        let mark = try layout.mark(names: ["email"])
        var record = Record(layout: layout)
        var random = Seeded(7)
        var accepted = 0
        for text in Documents.all(&random) where text.count < 4096 {
            for end in 0...text.count {
                let failure = page.withBytes(text[..<end]) { record.scan(anyValue: $0) }
                if failure == nil { accepted += 1 }
            }
            // The whole text again, now with names learnt, edits and output, while it still lies at the end.
            let output = ByteChunk(capacity: 16)
            page.withBytes(text[...]) { bytes in
                guard record.scan(json: bytes) == nil else { return }
                record.setString(slot, "x".utf8.span.bytes)
                record.maskFields(mark, with: "***".utf8.span.bytes)
                record.replaceInStrings(where: StringPrefilter(lengthMin: 1, containing: 0x40)) { _, _ in }
                record.serialise(into: output)
            }
            let isWritten = output.count > 0
            #expect(isWritten)
        }
        #expect(accepted >= 120)
    }

    @Test func everySuffixMayEndAtAPage() throws {
        let page = try #require(GuardedPage(bytes: 4096))
        var record = Record(layout: RecordLayout())
        var random = Seeded(8)
        for text in Documents.all(&random).prefix(60) where text.count < 4096 {
            for start in 0..<text.count { _ = page.withBytes(text[start...]) { record.scan(anyValue: $0) } }
        }
    }
}

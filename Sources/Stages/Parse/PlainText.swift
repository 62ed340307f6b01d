// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Tests of whole texts.
enum PlainText {
    /// The first byte that is not UTF-8; nil where all of the text is.
    static func invalidUTF8(_ text: RawSpan) -> Int? {
        var position = 0
        var high: UInt64 = 0
        while position + 8 <= text.byteCount {
            high |= text.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            position += 8
        }
        while position < text.byteCount {
            high |= UInt64(text.unsafeLoad(fromByteOffset: position, as: UInt8.self))
            position += 1
        }
        return high & 0x8080_8080_8080_8080 == 0 ? nil : slowInvalidUTF8(text)
    }

    @inline(never)
    private static func slowInvalidUTF8(_ text: RawSpan) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: text._unsafeView(as: UInt8.self))
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    /// Whether any byte is a backslash; eight bytes at a time.
    static func hasBackslash(_ text: RawSpan) -> Bool {
        var position = 0
        while position + 8 <= text.byteCount {
            let word = text.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self) ^ 0x5C5C_5C5C_5C5C_5C5C
            // A byte that has become zero is the only one that borrows here.
            if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { return true }
            position += 8
        }
        while position < text.byteCount {
            if text.unsafeLoad(fromByteOffset: position, as: UInt8.self) == 0x5C { return true }
            position += 1
        }
        return false
    }
}

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

    @inline(__always)
    static func contains(_ byte: UInt8, _ text: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where text[index] == byte { return true }
        return false
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How many lines a text has.
package enum LineCount {
    /// Counts line ends, eight bytes at a time.
    package static func newlines(in text: UnsafeRawBufferPointer) -> Int64 {
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        var count = 0
        var position = 0
        while position + 8 <= text.count {
            let word = text.loadUnaligned(fromByteOffset: position, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
            // A byte's top bit is set where the byte is zero; no carry crosses bytes.
            count += (~(((word & low) + low) | word | low)).nonzeroBitCount
            position += 8
        }
        while position < text.count {
            if text[position] == 0x0A { count += 1 }
            position += 1
        }
        return Int64(count)
    }
}

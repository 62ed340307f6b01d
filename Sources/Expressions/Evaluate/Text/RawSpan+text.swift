// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Reads of bytes that lie in a record, a literal or the evaluator's scratch.
///
/// `unsafeLoad` checks its bounds; it is called unsafe for types whose bits may be invalid, which integers are not.
extension RawSpan {
    @inline(__always)
    func byte(at index: Int) -> UInt8 { unsafeLoad(fromByteOffset: index, as: UInt8.self) }

    /// Whether both hold the same bytes.
    @inline(__always)
    func isEqual(to other: RawSpan) -> Bool {
        byteCount == other.byteCount && holds(other, at: 0)
    }

    /// Whether the bytes of `other` stand at an offset, where that many are.
    func holds(_ other: RawSpan, at offset: Int) -> Bool {
        let count = other.byteCount
        guard offset >= 0, offset <= byteCount - count else { return false }
        var done = 0
        while done + 8 <= count {
            let mine = unsafeLoadUnaligned(fromByteOffset: offset + done, as: UInt64.self)
            if mine != other.unsafeLoadUnaligned(fromByteOffset: done, as: UInt64.self) { return false }
            done += 8
        }
        while done < count {
            if byte(at: offset + done) != other.byte(at: done) { return false }
            done += 1
        }
        return true
    }

    /// Byte by byte, which for UTF-8 is the order of code points.
    func order(to other: RawSpan) -> Order {
        let count = Swift.min(byteCount, other.byteCount)
        var index = 0
        while index < count {
            let (mine, theirs) = (byte(at: index), other.byte(at: index))
            if mine != theirs { return mine < theirs ? .less : .greater }
            index += 1
        }
        return .of(byteCount, other.byteCount)
    }

    /// The first offset from `start` on where the bytes of `other` stand, or -1.
    func firstOffset(of other: RawSpan, from start: Int = 0) -> Int {
        guard other.byteCount > 0 else { return start <= byteCount ? start : -1 }
        let first = other.byte(at: 0)
        let last = byteCount - other.byteCount
        var offset = start
        while offset <= last {
            if byte(at: offset) == first && holds(other, at: offset) { return offset }
            offset += 1
        }
        return -1
    }

    /// The last offset up to and including `end` where the bytes of `other` stand, or -1.
    func lastOffset(of other: RawSpan, upTo end: Int) -> Int {
        var offset = Swift.min(end, byteCount - other.byteCount)
        while offset >= 0 {
            if holds(other, at: offset) { return offset }
            offset -= 1
        }
        return -1
    }

    /// Code points of valid UTF-8.
    var codePointCount: Int { codePoints(upTo: byteCount) }

    /// Code points that begin before an offset.
    func codePoints(upTo end: Int) -> Int {
        var count = 0
        var index = 0
        while index < end {
            if byte(at: index) & 0xC0 != 0x80 { count += 1 }
            index += 1
        }
        return count
    }

    /// The offset at which a code point begins, the end for the one behind the last, or nil.
    func offset(ofCodePoint wanted: Int64) -> Int? {
        guard wanted >= 0 else { return nil }
        var left = wanted
        var index = 0
        while index < byteCount {
            if byte(at: index) & 0xC0 != 0x80 {
                if left == 0 { return index }
                left -= 1
            }
            index += 1
        }
        return left == 0 ? byteCount : nil
    }
}

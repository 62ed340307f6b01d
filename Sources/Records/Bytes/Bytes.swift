// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A readable window over bytes that someone else owns.
///
/// The owner keeps the memory alive and unchanged while the window is used. Accesses are checked in debug builds only:
/// callers compare positions with `count` first, and nothing outside `0..<count` is ever touched.
@safe
struct Bytes {
    let base: UnsafeRawPointer
    let count: Int

    @inline(always)
    init(base: UnsafeRawPointer, count: Int) {
        unsafe self.base = base
        self.count = count
    }

    /// Covers the memory of a span; the caller answers for its life time.
    @inline(always)
    init(_ span: RawSpan) {
        count = span.byteCount
        unsafe base = span.withUnsafeBytes { unsafe $0.baseAddress ?? Bytes.nothing }
    }

    /// An address for windows without bytes; never read.
    static var nothing: UnsafeRawPointer { unsafe UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped }

    static var none: Bytes { unsafe Bytes(base: nothing, count: 0) }

    @inline(always)
    subscript(position: Int) -> UInt8 {
        assert(position >= 0 && position < count)
        return unsafe base.load(fromByteOffset: position, as: UInt8.self)
    }

    /// The eight bytes at a position, the first one lowest.
    @inline(always)
    func word(at position: Int) -> UInt64 {
        assert(position >= 0 && position + 8 <= count)
        return unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    /// The four bytes at a position, the first one lowest.
    @inline(always)
    func halfWord(at position: Int) -> UInt32 {
        assert(position >= 0 && position + 4 <= count)
        return unsafe UInt32(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }

    @inline(always)
    func vector(at position: Int) -> SIMD16<UInt8> {
        assert(position >= 0 && position + 16 <= count)
        return unsafe base.loadUnaligned(fromByteOffset: position, as: SIMD16<UInt8>.self)
    }

    @inline(always)
    func slice(_ start: Int, _ end: Int) -> Bytes {
        assert(start >= 0 && start <= end && end <= count)
        return unsafe Bytes(base: base + start, count: end - start)
    }

    /// Whether both windows hold the same bytes.
    @inline(always)
    func isEqual(to other: Bytes) -> Bool {
        count == other.count && holds(other, count, at: 0)
    }

    /// Whether `length` bytes at a position equal the first ones of `other`; both windows hold that many.
    @inline(always)
    func holds(_ other: Bytes, _ length: Int, at position: Int) -> Bool {
        if length >= 8 {
            var done = 0
            while done &+ 8 <= length {
                if word(at: position &+ done) != other.word(at: done) { return false }
                done &+= 8
            }
            return word(at: position &+ length &- 8) == other.word(at: length &- 8)
        }
        if length >= 4 {
            return halfWord(at: position) == other.halfWord(at: 0)
                && halfWord(at: position &+ length &- 4) == other.halfWord(at: length &- 4)
        }
        var index = 0
        while index < length {
            if self[position &+ index] != other[index] { return false }
            index &+= 1
        }
        return true
    }

    /// Whether the byte occurs. Ends that fill no vector or word are read together with what lies before them.
    @inline(always)
    func contains(_ byte: UInt8) -> Bool {
        if count >= 16 {
            let wanted = SIMD16<UInt8>(repeating: byte)
            var found = unsafe unsafeBitCast(vector(at: count &- 16) .== wanted, to: SIMD2<UInt64>.self)
            var position = 0
            while position &+ 16 < count {
                found |= unsafe unsafeBitCast(vector(at: position) .== wanted, to: SIMD2<UInt64>.self)
                position &+= 16
            }
            return found[0] | found[1] != 0
        }
        if count >= 8 {
            return Bytes.holds(byte, word(at: 0)) || Bytes.holds(byte, word(at: count &- 8))
        }
        var position = 0
        while position < count {
            if self[position] == byte { return true }
            position &+= 1
        }
        return false
    }

    /// Whether a byte occurs in a word: subtracting one from a zero byte sets its top bit.
    @inline(always)
    private static func holds(_ byte: UInt8, _ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let difference = word ^ (UInt64(byte) &* ones)
        return (difference &- ones) & ~difference & (0x80 &* ones) != 0
    }

    /// A span over the window; the caller binds it to the owner of the memory.
    @inline(always)
    var span: RawSpan {
        @_lifetime(borrow self)
        get {
            let span = unsafe RawSpan(_unsafeStart: base, byteCount: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }
}

extension Bytes {
    /// A copy, for the paths where an allocation does not matter.
    var array: [UInt8] {
        unsafe Array(UnsafeRawBufferPointer(start: base, count: count))
    }
}

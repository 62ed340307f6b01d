// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Growable bytes with one owner.
///
/// The buffer owns its memory and frees it. It is also the text that parsers of other formats write, see
/// ``Record/source``.
@safe
public struct ByteBuffer: ~Copyable, @unchecked Sendable {
    // Owned here alone, hence free to move between threads with the buffer.
    private(set) var base: UnsafeMutableRawPointer
    /// Bytes held.
    public private(set) var count = 0
    /// Bytes that fit without a new allocation.
    public private(set) var capacity: Int

    /// Makes an empty buffer with room for `capacity` bytes.
    public init(capacity: Int = 256) {
        self.capacity = max(capacity, 64)
        unsafe base = UnsafeMutableRawPointer.allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit {
        unsafe base.deallocate()
    }

    /// Forgets the contents and keeps the memory.
    @inline(__always)
    public mutating func removeAll() {
        count = 0
    }

    /// Forgets what follows the first `length` bytes.
    mutating func truncate(to length: Int) {
        count = min(count, max(length, 0))
    }

    /// Makes room for `extra` more bytes.
    @inline(__always)
    public mutating func reserve(_ extra: Int) {
        if capacity - count < extra { grow(extra) }
    }

    @inline(never)
    private mutating func grow(_ extra: Int) {
        resize(to: max(capacity * 2, count + extra))
    }

    /// Moves the contents to a new allocation, so that one huge record does not hold its memory for ever.
    mutating func shrink(to bytes: Int) {
        if capacity > bytes && count <= bytes { resize(to: bytes) }
    }

    private mutating func resize(to bytes: Int) {
        let larger = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
        unsafe larger.copyMemory(from: base, byteCount: count)
        unsafe base.deallocate()
        unsafe base = larger
        capacity = bytes
    }

    /// Appends one byte.
    @inline(__always)
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Appends the bytes of a span.
    @inline(__always)
    public mutating func append(_ bytes: RawSpan) {
        append(Bytes(bytes))
    }

    /// Appends the UTF-8 text of a literal.
    public mutating func append(_ text: StaticString) {
        precondition(text.hasPointerRepresentation)
        unsafe append(Bytes(base: UnsafeRawPointer(text.utf8Start), count: text.utf8CodeUnitCount))
    }

    /// Appends bytes; they may lie in this buffer only if no growth is due, so reserve first in that case.
    @inline(__always)
    mutating func append(_ bytes: Bytes) {
        reserve(bytes.count)
        unsafe (base + count).copyMemory(from: bytes.base, byteCount: bytes.count)
        count += bytes.count
    }

    /// Bytes that short copies may read and write beyond what they append: texts that go on for so long are copied
    /// faster, and a buffer that takes parts of itself has to reserve them too.
    public static let appendSlack = 32

    /// Appends a part of a text, short ones by two fixed copies where the text goes on behind them.
    @inline(always)
    mutating func append(_ text: Bytes, from start: Int, to end: Int) {
        let length = end &- start
        reserve(length &+ ByteBuffer.appendSlack)
        let place = unsafe base + count
        if length <= 32, start &+ 32 <= text.count {
            unsafe place.storeBytes(of: text.vector(at: start), as: SIMD16<UInt8>.self)
            unsafe place.storeBytes(of: text.vector(at: start &+ 16), toByteOffset: 16, as: SIMD16<UInt8>.self)
        } else {
            unsafe place.copyMemory(from: text.base + start, byteCount: length)
        }
        count &+= length
    }

    /// Replaces the byte at a position below `count`.
    @inline(__always)
    mutating func replace(at position: Int, with byte: UInt8) {
        assert(position >= 0 && position < count)
        unsafe base.storeBytes(of: byte, toByteOffset: position, as: UInt8.self)
    }

    @inline(__always)
    var window: Bytes { unsafe Bytes(base: UnsafeRawPointer(base), count: count) }

    /// All the memory, of which only the first `count` bytes mean anything: a source of copies that may take more than
    /// they need.
    @inline(always)
    var memory: Bytes { unsafe Bytes(base: UnsafeRawPointer(base), count: capacity) }

    /// The contents; valid until the buffer changes.
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        borrowing get {
            let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }
}

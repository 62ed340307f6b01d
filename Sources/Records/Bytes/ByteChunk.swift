// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Growable bytes that travel between threads as one object: the unit that outputs compress and write.
///
/// One thread owns a chunk at a time and hands it over whole; that is why it is `@unchecked Sendable`.
public final class ByteChunk: @unchecked Sendable {
    var buffer: ByteBuffer

    /// Makes an empty chunk with room for `capacity` bytes.
    public init(capacity: Int) {
        buffer = ByteBuffer(capacity: capacity)
    }

    /// Bytes held.
    public var count: Int { buffer.count }

    /// Bytes that fit without a new allocation.
    public var capacity: Int { buffer.capacity }

    /// Forgets the contents and keeps the memory.
    public func removeAll() {
        buffer.removeAll()
    }

    /// Appends one byte.
    public func append(_ byte: UInt8) {
        buffer.append(byte)
    }

    /// Appends the bytes of a span.
    public func append(_ bytes: RawSpan) {
        buffer.append(bytes)
    }

    /// Appends the UTF-8 text of a literal.
    public func append(_ text: StaticString) {
        buffer.append(text)
    }

    /// Appends the text as the content of a JSON string, without quotes: escaped, broken UTF-8 as U+FFFD.
    public func appendEscaped(_ bytes: RawSpan) {
        buffer.appendEscaped(bytes)
    }

    /// Forgets what follows the first `length` bytes, for a caller that appended too much.
    public func truncate(to length: Int) {
        buffer.truncate(to: length)
    }

    /// The contents; valid until the chunk changes.
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(buffer.base), byteCount: buffer.count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Lends the contents to C; valid during the call.
    public func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        unsafe try body(UnsafeRawBufferPointer(start: UnsafeRawPointer(buffer.base), count: buffer.count))
    }
}

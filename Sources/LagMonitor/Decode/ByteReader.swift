// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Reads Kafka's encodings from front to back: big-endian numbers, and texts, bytes and arrays behind their lengths, in
/// the fixed and in the flexible form (KIP-482).
///
/// What does not fit marks the reader as broken. From then on everything is zero or empty; a caller looks at `isBroken`
/// before it uses what it has read, and in every loop over a length from outside.
struct ByteReader: ~Escapable {
    let bytes: RawSpan
    private(set) var position = 0
    private(set) var isBroken = false

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.byteCount - position }

    @_lifetime(self: copy self)
    mutating func fail() {
        isBroken = true
        position = bytes.byteCount
    }

    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type) -> Number {
        guard remaining >= MemoryLayout<Number>.size else {
            fail()
            return 0
        }
        let value = bytes.unsafeLoadUnaligned(fromByteOffset: position, as: type)
        position += MemoryLayout<Number>.size
        return Number(bigEndian: value)
    }

    @inline(__always)
    @_lifetime(self: copy self)
    mutating func int8() -> Int8 { number(Int8.self) }

    @inline(__always)
    @_lifetime(self: copy self)
    mutating func int16() -> Int16 { number(Int16.self) }

    @inline(__always)
    @_lifetime(self: copy self)
    mutating func int32() -> Int32 { number(Int32.self) }

    @inline(__always)
    @_lifetime(self: copy self)
    mutating func int64() -> Int64 { number(Int64.self) }

    @_lifetime(self: copy self)
    mutating func topicID() -> TopicID {
        TopicID(high: number(UInt64.self), low: number(UInt64.self))
    }

    /// An unsigned number of at most 32 bits in groups of seven, lowest first.
    @_lifetime(self: copy self)
    mutating func uvarint() -> Int {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 28, by: 7) {
            let byte = UInt8(bitPattern: int8())
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { break }
            if shift == 28 { fail() }
        }
        if value > UInt64(UInt32.max) { fail() }
        return isBroken ? 0 : Int(value)
    }

    /// Passes over a number of bytes.
    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func take(_ count: Int) -> Range<Int> {
        guard count >= 0, count <= remaining else {
            fail()
            return position..<position
        }
        let start = position
        position += count
        return start..<position
    }

    /// Where a text lies; nil for null. `isFlexible` chooses the form.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func text(isFlexible: Bool) -> Range<Int>? {
        let count = isFlexible ? uvarint() - 1 : Int(int16())
        if isBroken { return position..<position }
        return count == -1 ? nil : take(count)
    }

    /// Where a text lies that must not be null.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func name(isFlexible: Bool) -> Range<Int> {
        guard let range = text(isFlexible: isFlexible) else {
            fail()
            return position..<position
        }
        return range
    }

    /// Where bytes lie; nil for null.
    @_lifetime(self: copy self)
    mutating func data(isFlexible: Bool) -> Range<Int>? {
        let count = isFlexible ? uvarint() - 1 : Int(int32())
        if isBroken { return position..<position }
        return count == -1 ? nil : take(count)
    }

    /// How many elements an array has, 0 for null. Each takes at least `bytesMin`, so that a length from outside is
    /// never larger than what came with it.
    @_lifetime(self: copy self)
    mutating func count(isFlexible: Bool, bytesMin: Int) -> Int {
        let count = isFlexible ? uvarint() - 1 : Int(int32())
        if isBroken || count == -1 { return 0 }
        guard count >= 0, count <= remaining / bytesMin, count <= StoreLimits.arrayElementsMax else {
            fail()
            return 0
        }
        return count
    }

    /// Passes over tagged fields; `TopicID` where tag 0 is asked for and has 16 bytes.
    @_lifetime(self: copy self)
    @discardableResult
    mutating func tags(withTopicID: Bool = false) -> TopicID? {
        var found: TopicID?
        let count = uvarint()
        var index = 0
        while index < count, !isBroken {
            let tag = uvarint()
            let size = uvarint()
            if withTopicID, tag == 0 {
                let id = topicID()
                if size == 16 { found = id } else { fail() }
            } else {
                _ = take(size)
            }
            index += 1
        }
        return isBroken ? nil : found
    }

    /// A text as Kafka's clients gave it; what is not UTF-8 is replaced.
    func string(_ range: Range<Int>) -> String {
        bytes.extracting(range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}

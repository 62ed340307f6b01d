// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Why bytes are no state of a detector.
public struct OutlierStateError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, for a program.
    public enum Code: String, Sendable {
        case notAState = "not_a_state"
        case unknownVersion = "unknown_version"
        case cutOff = "cut_off"
        case damaged
        /// Written by a series of another kind: a counter's past is one of rates.
        case otherKind = "other_kind"
    }

    /// What is wrong, for a program.
    public let code: Code
    /// What is wrong, for a person.
    public let message: String
    /// The message.
    public var description: String { message }

    init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }
}

/// Writes a state: little-endian, as wide as the types are.
struct StateWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ value: Double) { put(value.bitPattern) }
    mutating func put(_ values: [Float]) { for value in values { put(value.bitPattern) } }
    mutating func put(_ values: [some FixedWidthInteger]) { for value in values { put(value) } }

    /// FNV-1a of all bytes so far: damage of a file must not become a past.
    var checksum: UInt64 { StateReader.checksum(of: bytes[...]) }
}

/// Reads what `StateWriter` has written; nothing is read beyond the end.
struct StateReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(OutlierStateError) -> T {
        let size = MemoryLayout<T>.size
        guard rest.count >= size else { throw OutlierStateError(.cutOff, "the state of the series is cut off") }
        var value: T.Magnitude = 0
        for (index, byte) in rest.prefix(size).enumerated() { value |= T.Magnitude(byte) << (8 * T.Magnitude(index)) }
        rest = rest.dropFirst(size)
        return T(truncatingIfNeeded: value)
    }

    mutating func double() throws(OutlierStateError) -> Double {
        let value = Double(bitPattern: try integer())
        guard value.isFinite else {
            throw OutlierStateError(.damaged, "the state of the series has a number without end")
        }
        return value
    }

    mutating func floats(_ count: Int) throws(OutlierStateError) -> [Float] {
        try integers(count, UInt32.self).map(Float.init(bitPattern:))
    }

    mutating func integers<T: FixedWidthInteger>(
        _ count: Int, _ type: T.Type = T.self
    ) throws(OutlierStateError) -> [T] {
        var values: [T] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try integer()) }
        return values
    }

    static func checksum(of bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

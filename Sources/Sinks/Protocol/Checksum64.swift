// Sluice
// SPDX-License-Identifier: Apache-2.0

/// CRC-64/XZ over bytes that come in parts.
struct Checksum64 {
    private var state: UInt64 = .max

    private static let table: [UInt64] = (0..<256).map { index in
        (0..<8).reduce(UInt64(index)) { value, _ in
            value & 1 == 1 ? value >> 1 ^ 0xc96c_5795_d787_0f42 : value >> 1
        }
    }

    var value: UInt64 { ~state }

    mutating func update(byte: UInt8) {
        state = Self.table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8
    }

    mutating func update(number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { update(byte: UInt8(truncatingIfNeeded: number >> shift)) }
    }

    mutating func update(_ bytes: RawSpan) {
        bytes.withUnsafeBytes { update($0) }
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { update(byte: byte) }
    }

    /// The text that `FileEntry.checksum` holds.
    var text: String { "crc64:" + Hex.text(value) }
}

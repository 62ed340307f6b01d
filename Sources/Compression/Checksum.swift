// Sluice
// SPDX-License-Identifier: Apache-2.0

import CISAL

/// A running CRC-64/XZ: polynomial ECMA-182, reflected, all ones at both ends ("123456789" gives 995dc9bbdf1939fa).
public struct Checksum: Hashable, Sendable {
    /// The sum of all bytes so far; 0 before the first.
    public private(set) var value: UInt64

    /// Starts with no bytes.
    public init() {
        value = 0
    }

    /// Goes on where another sum ended.
    public init(resuming value: UInt64) {
        self.value = value
    }

    /// The sum of these bytes.
    public init(of bytes: RawSpan) {
        self.init()
        update(bytes)
    }

    /// Adds bytes. Splitting them over several calls gives the same sum.
    public mutating func update(_ bytes: RawSpan) {
        value = bytes.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress else { return value }
            return crc64_ecma_refl(value, start.assumingMemoryBound(to: UInt8.self), UInt64(buffer.count))
        }
    }

    /// Sixteen lower-case hexadecimal digits.
    public var hexadecimal: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

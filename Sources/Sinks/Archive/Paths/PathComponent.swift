// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression

/// One directory of a rendered path while it is built.
struct PathComponent {
    private var bytes: [UInt8] = []

    mutating func append(literal: [UInt8]) {
        bytes += literal
    }

    /// Stands for what is no value: `__missing__` and the like. A value of the same letters is escaped.
    mutating func append(marker: String) {
        bytes += marker.utf8
    }

    /// Appends a value of a record: letters, digits, `-`, `_` and `.` as they are, every other byte as `%XX`.
    ///
    /// A `_` or `.` at the start of a directory's name is escaped, because common readers skip such directories.
    mutating func append(value: borrowing Span<UInt8>) {
        guard value.count > 0 else { return append(marker: "__empty__") }
        let underscore = UInt8(ascii: "_")
        let isMarkerLike = value.count > 1 && value[0] == underscore && value[1] == underscore
        for index in value.indices {
            let byte = value[index]
            let isHidden = bytes.isEmpty && (byte == underscore || byte == UInt8(ascii: "."))
            if Self.isSafe(byte) && !isHidden && !(isMarkerLike && index < 2) {
                bytes.append(byte)
            } else {
                Self.escape(byte, into: &bytes)
            }
        }
    }

    /// The finished name, of at most `limit` bytes.
    ///
    /// A longer one is cut and ends with `~` and the checksum of all of it, so different values keep different names.
    /// As the first name below a root it never is one that the root keeps for itself.
    func finished(isFirst: Bool, limit: Int) -> [UInt8] {
        var name = bytes
        let isDots = name == [0x2E] || name == [0x2E, 0x2E]
        let isReserved = name.first == UInt8(ascii: "_") || name.starts(with: RootLayout.storeFile.utf8)
        if isDots || (isFirst && isReserved) {
            name.removeFirst()
            var escaped: [UInt8] = []
            Self.escape(bytes[0], into: &escaped)
            name = escaped + name
        }
        guard name.count > limit else { return name }
        let checksum = Checksum(of: name.span.bytes)
        var cut = name.prefix(max(0, limit - 17))
        if let percent = cut.suffix(2).lastIndex(of: UInt8(ascii: "%")) { cut = cut[..<percent] }
        // Not inside a character of a literal.
        while let last = cut.last, last >= 0x80 { cut.removeLast() }
        return cut + [UInt8(ascii: "~")] + Array(checksum.hexadecimal.utf8)
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }

    private static func escape(_ byte: UInt8, into bytes: inout [UInt8]) {
        let digits: StaticString = "0123456789ABCDEF"
        bytes.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] { bytes.append(digits.utf8Start[Int(digit)]) }
    }
}

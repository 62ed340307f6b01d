// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Glibc
import Records

/// The bytes that decide a record's path next to its time: per field a kind, a length, and the value as it stands in
/// the record. Equal keys have equal paths; unequal ones may.
///
/// A value longer than `ArchiveLimits.pathValueBytesMax` is represented by its checksum: its name in the path is too.
struct PathKey {
    private(set) var bytes: [UInt8] = []

    /// Whether the record's fields are the ones that the key was built from; no allocation.
    func matches(_ record: borrowing Record, fields: [Slot]) -> Bool {
        var position = 0
        for field in fields {
            let kind = record.kind(of: field)
            guard position < bytes.count, bytes[position] == kind.rawValue else { return false }
            position += 1
            guard Self.hasText(kind) else { continue }
            let length = equalLength(record.rawBytes(of: field), at: position)
            guard length >= 0 else { return false }
            position += length
        }
        return true
    }

    /// The bytes of the key that stand for a value at a position; -1 where they stand for another one.
    private func equalLength(_ value: RawSpan, at position: Int) -> Int {
        bytes.withUnsafeBytes { key in
            value.withUnsafeBytes { value in
                guard position + 4 <= key.count,
                    key.loadUnaligned(fromByteOffset: position, as: UInt32.self) == UInt32(clamping: value.count)
                else { return -1 }
                if value.count > ArchiveLimits.pathValueBytesMax {
                    let checksum = Checksum(of: value.bytes).value
                    let isEqual =
                        position + 12 <= key.count
                        && key.loadUnaligned(fromByteOffset: position + 4, as: UInt64.self) == checksum
                    return isEqual ? 12 : -1
                }
                guard position + 4 + value.count <= key.count else { return -1 }
                guard let left = key.baseAddress, let right = value.baseAddress else { return 4 }
                return memcmp(left + position + 4, right, value.count) == 0 ? 4 + value.count : -1
            }
        }
    }

    /// Replaces the key by the record's.
    mutating func build(_ record: borrowing Record, fields: [Slot]) {
        bytes.removeAll(keepingCapacity: true)
        for field in fields {
            let kind = record.kind(of: field)
            bytes.append(kind.rawValue)
            guard Self.hasText(kind) else { continue }
            let value = record.rawBytes(of: field)
            append(UInt64(UInt32(clamping: value.byteCount)), count: 4)
            if value.byteCount <= ArchiveLimits.pathValueBytesMax {
                value.withUnsafeBytes { bytes.append(contentsOf: $0) }
            } else {
                append(Checksum(of: value).value, count: 8)
            }
        }
    }

    private static func hasText(_ kind: ValueKind) -> Bool {
        switch kind {
        case .bool, .number, .string: true
        case .absent, .null, .object, .array: false
        }
    }

    private mutating func append(_ number: UInt64, count: Int) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0.prefix(count)) }
    }
}

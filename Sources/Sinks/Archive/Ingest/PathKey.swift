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
    @inline(__always)
    func matches(_ record: borrowing Record, fields: [Slot]) -> Bool {
        var position = 0
        for field in fields {
            let kind = record.kind(of: field)
            guard position < bytes.count, bytes[position] == kind.rawValue else { return false }
            position += 1
            guard Self.hasText(kind) else { continue }
            let value = record.rawBytes(of: field)
            let isShort = value.byteCount <= ArchiveLimits.pathValueBytesMax
            guard length(at: position) == UInt32(truncatingIfNeeded: value.byteCount) else { return false }
            position += 4
            if isShort {
                guard equal(value, at: position) else { return false }
                position += value.byteCount
            } else {
                guard checksum(at: position) == Checksum(of: value).value else { return false }
                position += 8
            }
        }
        return true
    }

    /// Replaces the key by the record's.
    mutating func build(_ record: borrowing Record, fields: [Slot]) {
        bytes.removeAll(keepingCapacity: true)
        for field in fields {
            let kind = record.kind(of: field)
            bytes.append(kind.rawValue)
            guard Self.hasText(kind) else { continue }
            let value = record.rawBytes(of: field)
            append(UInt64(value.byteCount), count: 4)
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
        for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(index)))) }
    }

    private func number(at position: Int, count: Int) -> UInt64 {
        guard position + count <= bytes.count else { return .max }
        var number: UInt64 = 0
        for index in 0..<count { number |= UInt64(bytes[position + index]) << (8 * UInt64(index)) }
        return number
    }

    private func length(at position: Int) -> UInt32 { UInt32(truncatingIfNeeded: number(at: position, count: 4)) }

    private func checksum(at position: Int) -> UInt64 { number(at: position, count: 8) }

    private func equal(_ value: RawSpan, at position: Int) -> Bool {
        guard position + value.byteCount <= bytes.count else { return false }
        return bytes.withUnsafeBytes { key in
            value.withUnsafeBytes { value in
                guard let left = key.baseAddress, let right = value.baseAddress else { return value.isEmpty }
                return memcmp(left + position, right, value.count) == 0
            }
        }
    }
}

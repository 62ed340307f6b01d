// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The commits of a ring, or the samples of a partition, as bytes of a snapshot: numbers as LEB128 of their zigzag,
/// each less the one before it in its row, so that a slot takes about ten bytes.
enum SnapshotBytes {
    static func bytes(of slots: [CommitSlot]) -> [UInt8] {
        var writer = Writer()
        var last: [Int64] = [0, 0, 0, 0]
        for slot in slots {
            let row = [slot.offset, slot.timestampMs, slot.observedAtMs, slot.order]
            for (index, value) in row.enumerated() { writer.add(value &- last[index]) }
            writer.add(slot.lag ?? -1)
            last = row
        }
        return writer.bytes
    }

    /// Nil: the bytes are none that `bytes(of:)` has made.
    static func slots(_ bytes: [UInt8]) -> [CommitSlot]? {
        var reader = Reader(bytes)
        var slots: [CommitSlot] = []
        var row: [Int64] = [0, 0, 0, 0]
        while !reader.isAtEnd {
            for index in row.indices {
                guard let difference = reader.next() else { return nil }
                row[index] &+= difference
            }
            guard let lag = reader.next() else { return nil }
            slots.append(
                CommitSlot(
                    offset: row[0], timestampMs: row[1], observedAtMs: row[2], lag: lag < 0 ? nil : lag, order: row[3])
            )
        }
        return slots
    }

    static func bytes(of numbers: [Int64]) -> [UInt8] {
        var writer = Writer()
        var last: Int64 = 0
        for number in numbers {
            writer.add(number &- last)
            last = number
        }
        return writer.bytes
    }

    static func numbers(_ bytes: [UInt8]) -> [Int64]? {
        var reader = Reader(bytes)
        var numbers: [Int64] = []
        var last: Int64 = 0
        while !reader.isAtEnd {
            guard let difference = reader.next() else { return nil }
            last &+= difference
            numbers.append(last)
        }
        return numbers
    }

    private struct Writer {
        var bytes: [UInt8] = []

        mutating func add(_ value: Int64) {
            var left = UInt64(bitPattern: (value << 1) ^ (value >> 63))
            while left >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: left) | 0x80)
                left >>= 7
            }
            bytes.append(UInt8(truncatingIfNeeded: left))
        }
    }

    private struct Reader {
        private let bytes: [UInt8]
        private var at = 0

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        var isAtEnd: Bool { at == bytes.count }

        mutating func next() -> Int64? {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while at < bytes.count, shift < 70 {
                let byte = bytes[at]
                at += 1
                value |= UInt64(byte & 0x7f) << shift
                if byte < 0x80 { return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
                shift += 7
            }
            return nil
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Where a name lies in an arena.
struct NameRange: Sendable, Equatable {
    var start: UInt32
    var count: UInt32
}

/// The bytes of names, one behind the other. What is given up is room again after `compact`.
struct NameArena: Sendable {
    private var bytes: [UInt8] = []
    private(set) var deadBytes = 0

    var count: Int { bytes.count }
    /// Whether so much is given up that compacting pays.
    var isWorthCompacting: Bool { deadBytes > 64 * 1024 && deadBytes > bytes.count / 2 }
    /// Bytes taken from the heap.
    var heapBytes: Int { bytes.capacity }

    /// Nil where the names would take more than they may.
    mutating func add(_ source: RawSpan, _ range: Range<Int>) -> NameRange? {
        guard bytes.count + range.count - deadBytes <= StoreLimits.nameBytesMax, bytes.count < Int(UInt32.max) / 2
        else { return nil }
        let start = bytes.count
        source.extracting(range).withUnsafeBytes { bytes.append(contentsOf: $0) }
        return NameRange(start: UInt32(start), count: UInt32(range.count))
    }

    mutating func remove(_ name: NameRange) {
        deadBytes += Int(name.count)
    }

    /// Moves a name from another arena to the end of this one.
    mutating func move(_ name: NameRange, from old: borrowing NameArena) -> NameRange {
        let start = bytes.count
        bytes.append(contentsOf: old.bytes[Int(name.start)..<Int(name.start) + Int(name.count)])
        return NameRange(start: UInt32(start), count: name.count)
    }

    /// Whether a name is the same as a range that lies within other bytes.
    @inline(__always)
    func holds(_ name: NameRange, _ other: RawSpan, _ range: Range<Int>) -> Bool {
        guard Int(name.count) == range.count else { return false }
        let own = bytes.span.bytes
        let start = Int(name.start)
        var index = 0
        while range.count - index >= 8 {
            let first = own.unsafeLoadUnaligned(fromByteOffset: start + index, as: UInt64.self)
            let second = other.unsafeLoadUnaligned(fromByteOffset: range.lowerBound + index, as: UInt64.self)
            if first != second { return false }
            index += 8
        }
        while index < range.count {
            let first = own.unsafeLoad(fromByteOffset: start + index, as: UInt8.self)
            let second = other.unsafeLoad(fromByteOffset: range.lowerBound + index, as: UInt8.self)
            if first != second { return false }
            index += 1
        }
        return true
    }
}

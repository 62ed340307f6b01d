// Sluice
// SPDX-License-Identifier: Apache-2.0

/// An open-addressing table from hashes to numbers: linear probing, at most three quarters full, no tombstones.
/// It does not know what the numbers stand for: who looks something up compares the candidates.
struct HashIndex: Sendable {
    /// Candidates of one hash.
    struct Probe {
        fileprivate var place: Int
        fileprivate let tag: UInt32
    }

    private struct Entry {
        /// Upper half of the hash.
        var tag: UInt32
        /// `free`: none.
        var value: UInt32
    }

    private static let free = UInt32.max

    private var entries: [Entry] = []
    private(set) var count = 0

    /// Bytes taken from the heap.
    var heapBytes: Int { entries.capacity * MemoryLayout<Entry>.stride }

    init() {}

    /// The start of a tag's candidates: the tag's own bits, since a table that grows has nothing else of a hash.
    @inline(__always)
    private func home(_ tag: UInt32) -> Int {
        Int(truncatingIfNeeded: tag &* 0x9E37_79B1) & (entries.count - 1)
    }

    @inline(__always)
    func probe(_ hash: UInt64) -> Probe {
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        return Probe(place: entries.isEmpty ? 0 : home(tag), tag: tag)
    }

    /// The next candidate; nil: there are no more.
    @inline(__always)
    func next(_ probe: inout Probe) -> UInt32? {
        guard !entries.isEmpty else { return nil }
        while true {
            let entry = entries[probe.place]
            if entry.value == Self.free { return nil }
            probe.place = (probe.place + 1) & (entries.count - 1)
            if entry.tag == probe.tag { return entry.value }
        }
    }

    mutating func insert(_ hash: UInt64, _ value: UInt32) {
        if (count + 1) * 4 > entries.count * 3 { grow() }
        place(Entry(tag: UInt32(truncatingIfNeeded: hash >> 32), value: value))
        count += 1
    }

    private mutating func place(_ entry: Entry) {
        var place = home(entry.tag)
        while entries[place].value != Self.free { place = (place + 1) & (entries.count - 1) }
        entries[place] = entry
    }

    private mutating func grow() {
        let old = entries
        entries = Array(repeating: Entry(tag: 0, value: Self.free), count: max(16, old.count * 2))
        for entry in old where entry.value != Self.free { place(entry) }
    }

    /// Takes a number out, and moves those behind it that would no longer be found.
    mutating func remove(_ hash: UInt64, _ value: UInt32) {
        guard !entries.isEmpty else { return }
        let mask = entries.count - 1
        var hole = home(UInt32(truncatingIfNeeded: hash >> 32))
        while entries[hole].value != value {
            if entries[hole].value == Self.free { return }
            hole = (hole + 1) & mask
        }
        var place = (hole + 1) & mask
        while entries[place].value != Self.free {
            let home = home(entries[place].tag)
            // The entry may go to the hole unless its home lies behind the hole.
            if (place - home) & mask >= (place - hole) & mask {
                entries[hole] = entries[place]
                hole = place
            }
            place = (place + 1) & mask
        }
        entries[hole].value = Self.free
        count -= 1
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Which names the large objects of a record have, so that finding duplicates among n members takes n steps.
///
/// Small objects never enter. The hash is keyed, so a sender cannot choose names that collide.
struct MemberIndex: ~Copyable {
    /// A member, or with node 0 the fact that an object is indexed at all.
    struct Entry: BitwiseCopyable {
        var object: UInt32 = 0
        var node: UInt32 = 0
        var hash: UInt64 = 0
        var isUsed = false
    }

    private(set) var entries = Storage<Entry>(repeating: Entry(), count: 256)
    private var used = 0

    /// Forgets everything; costs nothing if nothing was noted.
    @inline(__always)
    mutating func removeAll() {
        if used > 0 { wipe() }
    }

    private mutating func wipe() {
        if entries.capacity > RecordsLimits.retainedValuesMax {
            entries = Storage(repeating: Entry(), count: 256)
        } else {
            entries.fill(with: Entry(), count: entries.capacity)
        }
        used = 0
    }

    /// The place of the entry for which `isWanted` holds, else the free place where it belongs.
    @inline(__always)
    func place(object: Int, hash: UInt64, where isWanted: (Int) -> Bool) -> Int {
        let mask = entries.capacity - 1
        var place = Int(truncatingIfNeeded: hash ^ UInt64(truncatingIfNeeded: object) &* 0x9e37_79b9_7f4a_7c15) & mask
        while entries[place].isUsed {
            let entry = entries[place]
            if entry.hash == hash, Int(entry.object) == object, isWanted(Int(entry.node)) { return place }
            place = (place + 1) & mask
        }
        return place
    }

    /// Fills a place that `place(object:hash:where:)` gave and keeps the table half empty.
    mutating func set(_ place: Int, object: Int, hash: UInt64, node: Int) {
        if !entries[place].isUsed { used += 1 }
        entries[place] = Entry(
            object: UInt32(truncatingIfNeeded: object), node: UInt32(truncatingIfNeeded: node), hash: hash,
            isUsed: true)
        if used * 2 > entries.capacity { grow() }
    }

    private mutating func grow() {
        let larger = Storage<Entry>(repeating: Entry(), count: entries.capacity * 2)
        let mask = larger.capacity - 1
        for index in 0..<entries.capacity where entries[index].isUsed {
            let entry = entries[index]
            let start = entry.hash ^ UInt64(entry.object) &* 0x9e37_79b9_7f4a_7c15
            var place = Int(truncatingIfNeeded: start) & mask
            while larger[place].isUsed { place = (place + 1) & mask }
            larger[place] = entry
        }
        entries = larger
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How a ring lies in the words of a chunk, from a base on.
enum RingWords {
    /// Where the next commit goes (16 bits), and how many there are (16 bits).
    static let head = 0
    /// Bit 0: the slots are elsewhere, bit 1: the newest commit is one of Sluice's.
    static let flags = 1
    static let owner = 2
    /// Two words each: the values that the slots' differences count from.
    static let offset = 3
    static let timestamp = 5
    static let order = 7
    /// The slots' number among the wide ones, in place of the bases.
    static let wide = 3
    static let slots = 9
    /// Of a slot: offset, timestamp and order as differences, lag (`noLag`: none), seconds of observation.
    static let slotWords = 5
    private static let noLag = UInt32.max

    @inline(__always)
    static func isWide(_ words: [UInt32], _ base: Int) -> Bool { words[base + flags] & 1 != 0 }

    @inline(__always)
    static func isSealed(_ words: [UInt32], _ base: Int) -> Bool { words[base + flags] & 2 != 0 }

    @inline(__always)
    static func count(_ words: [UInt32], _ base: Int) -> Int { Int(words[base + head] >> 16) }

    @inline(__always)
    static func setSealed(_ isSealed: Bool, _ words: inout [UInt32], _ base: Int) {
        words[base + flags] = words[base + flags] & ~2 | (isSealed ? 2 : 0)
    }

    static func setWide(_ place: UInt32, _ words: inout [UInt32], _ base: Int) {
        words[base + head] = 0
        words[base + flags] |= 1
        words[base + wide] = place
    }

    @inline(__always)
    private static func long(_ words: [UInt32], _ index: Int) -> Int64 {
        Int64(truncatingIfNeeded: UInt64(words[index]) | UInt64(words[index + 1]) << 32)
    }

    @inline(__always)
    private static func setLong(_ value: Int64, _ words: inout [UInt32], _ index: Int) {
        words[index] = UInt32(truncatingIfNeeded: value)
        words[index + 1] = UInt32(truncatingIfNeeded: value >> 32)
    }

    @inline(__always)
    private static func place(_ slot: Int, _ base: Int) -> Int { base + slots + slot * slotWords }

    @inline(__always)
    private static func value(_ words: [UInt32], base: Int, of field: Int, at place: Int) -> Int64 {
        // What was put in came from a value that has 64 bits, so that this sum has them, too.
        long(words, base + field) &+ Int64(Int32(truncatingIfNeeded: words[place]))
    }

    private static func slot(_ words: [UInt32], _ base: Int, _ place: Int) -> CommitSlot {
        CommitSlot(
            offset: value(words, base: base, of: offset, at: place),
            timestampMs: value(words, base: base, of: timestamp, at: place + 1),
            observedAtMs: Int64(words[place + 4]) * 1000,
            lag: words[place + 3] == noLag ? nil : Int64(words[place + 3]),
            order: value(words, base: base, of: order, at: place + 2))
    }

    static func newest(_ words: [UInt32], _ base: Int, slotsMax: Int) -> CommitSlot? {
        let next = Int(words[base + head] & 0xFFFF)
        if count(words, base) == 0 { return nil }
        return slot(words, base, place(next == 0 ? slotsMax - 1 : next - 1, base))
    }

    /// Visits the slots, oldest first.
    @inline(__always)
    static func read(_ words: [UInt32], _ base: Int, slotsMax: Int, _ visit: (CommitSlot) -> Void) {
        let count = count(words, base)
        let next = Int(words[base + head] & 0xFFFF)
        var index = next >= count ? next - count : next - count + slotsMax
        for _ in 0..<count {
            visit(slot(words, base, place(index, base)))
            index = index + 1 == slotsMax ? 0 : index + 1
        }
    }

    /// The difference as 32 bits; nil where it does not fit.
    @inline(__always)
    private static func difference(_ value: Int64, _ base: Int64) -> UInt32? {
        let (difference, isOverflown) = value.subtractingReportingOverflow(base)
        guard !isOverflown, let short = Int32(exactly: difference) else { return nil }
        return UInt32(bitPattern: short)
    }

    /// Writes a slot; false: it does not fit the ring's bases, and nothing has changed.
    @inline(__always)
    private static func put(_ commit: CommitSlot, _ words: inout [UInt32], _ base: Int, _ place: Int) -> Bool {
        guard let offset = difference(commit.offset, long(words, base + offset)),
            let timestamp = difference(commit.timestampMs, long(words, base + timestamp)),
            let order = difference(commit.order, long(words, base + order)),
            let observed = UInt32(exactly: commit.observedAtMs / 1000), commit.observedAtMs % 1000 == 0
        else { return false }
        var lag = noLag
        if let known = commit.lag {
            guard known >= 0, known < Int64(noLag) else { return false }
            lag = UInt32(truncatingIfNeeded: known)
        }
        words[place] = offset
        words[place + 1] = timestamp
        words[place + 2] = order
        words[place + 3] = lag
        words[place + 4] = observed
        return true
    }

    /// Stores a commit that is newer than all; nil: it is not, or does not fit, and nothing has changed.
    @inline(__always)
    static func append(
        _ commit: CommitSlot, isSealed: Bool, _ words: inout [UInt32], _ base: Int, slotsMax: Int, minDistanceMs: Int64
    ) -> CommitOutcome? {
        if isWide(words, base) { return nil }
        let next = Int(words[base + head] & 0xFFFF)
        let count = count(words, base)
        guard count > 0 else {
            setBases(commit.offset, commit.timestampMs, commit.order, &words, base)
            guard put(commit, &words, base, place(next, base)) else { return nil }
            advance(next, count, &words, base, slotsMax: slotsMax)
            setSealed(isSealed, &words, base)
            return .appended
        }
        let newest = place(next == 0 ? slotsMax - 1 : next - 1, base)
        guard commit.order > value(words, base: base, of: order, at: newest + 2) else { return nil }
        let newestMs = value(words, base: base, of: timestamp, at: newest + 1)
        if SlotRules.isClose(commit.timestampMs, after: newestMs, minDistanceMs) {
            var commit = commit
            commit.timestampMs = newestMs
            guard put(commit, &words, base, newest) else { return nil }
            setSealed(isSealed, &words, base)
            return .merged
        }
        guard put(commit, &words, base, place(next, base)) else { return nil }
        advance(next, count, &words, base, slotsMax: slotsMax)
        setSealed(isSealed, &words, base)
        return .appended
    }

    @inline(__always)
    private static func advance(_ next: Int, _ count: Int, _ words: inout [UInt32], _ base: Int, slotsMax: Int) {
        let after = next + 1 == slotsMax ? 0 : next + 1
        words[base + head] =
            UInt32(truncatingIfNeeded: after) | UInt32(truncatingIfNeeded: min(count + 1, slotsMax)) << 16
    }

    @inline(__always)
    private static func setBases(
        _ first: Int64, _ second: Int64, _ third: Int64, _ words: inout [UInt32], _ base: Int
    ) {
        setLong(first, &words, base + offset)
        setLong(second, &words, base + timestamp)
        setLong(third, &words, base + order)
    }

    /// Writes all slots with bases in the middle of their values; false: they do not fit, and nothing has changed.
    static func write(_ slots: [CommitSlot], _ words: inout [UInt32], _ base: Int, slotsMax: Int) -> Bool {
        guard let offsets = middle(slots, \.offset), let timestamps = middle(slots, \.timestampMs),
            let orders = middle(slots, \.order),
            slots.allSatisfy({ slot in
                UInt32(exactly: slot.observedAtMs / 1000) != nil && slot.observedAtMs % 1000 == 0
                    && slot.lag.map { $0 >= 0 && $0 < Int64(noLag) } ?? true
            })
        else { return false }
        words[base + flags] &= ~1
        words[base + head] = 0
        setBases(offsets, timestamps, orders, &words, base)
        for (index, slot) in slots.enumerated() {
            _ = put(slot, &words, base, place(index, base))
            advance(index, index, &words, base, slotsMax: slotsMax)
        }
        return true
    }

    /// A value from which all differ by less than 32 bits; nil: there is none.
    private static func middle(_ slots: [CommitSlot], _ field: KeyPath<CommitSlot, Int64>) -> Int64? {
        guard var least = slots.first?[keyPath: field] else { return 0 }
        var most = least
        for slot in slots {
            least = min(least, slot[keyPath: field])
            most = max(most, slot[keyPath: field])
        }
        let (range, isOverflown) = most.subtractingReportingOverflow(least)
        return isOverflown || range > Int64(UInt32.max) ? nil : least + (range + 1) / 2
    }
}

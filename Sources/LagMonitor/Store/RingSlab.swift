// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The rings of all groups, in chunks; places of rings that went are used again.
///
/// A ring takes nine words and five per slot: values stand as 32-bit differences from the ring's bases. A ring of which
/// a value does not fit exactly is kept as whole slots instead, until it fits again: no value is ever changed.
struct RingSlab: Sendable {
    static let ringsPerChunk = 256

    let slotsMax: Int
    private let minDistanceMs: Int64
    private let stride: Int
    private var chunks: [[UInt32]] = []
    private var places = FreeList()
    private var wide: [[CommitSlot]] = []
    private var widePlaces = FreeList()

    init(slotsMax: Int, minDistanceMs: Int64) {
        self.slotsMax = slotsMax
        self.minDistanceMs = minDistanceMs
        stride = RingWords.slots + RingWords.slotWords * slotsMax
    }

    var count: Int { places.count }
    var wideCount: Int { widePlaces.count }
    /// Bytes taken from the heap.
    var heapBytes: Int {
        let slots = wide.reduce(0) { $0 + $1.capacity * MemoryLayout<CommitSlot>.stride + 64 }
        return chunks.count * (Self.ringsPerChunk * stride * 4 + 40) + places.heapBytes + slots
    }

    /// A ring without slots; nil: there are too many.
    mutating func take() -> UInt32? {
        guard places.count < StoreLimits.ringsMax else { return nil }
        let (ring, _) = places.take()
        let chunk = Int(ring) / Self.ringsPerChunk
        if chunk == chunks.count { chunks.append(Array(repeating: 0, count: Self.ringsPerChunk * stride)) }
        let base = base(of: ring)
        for word in 0..<RingWords.slots { chunks[chunk][base + word] = 0 }
        return ring
    }

    mutating func giveBack(_ ring: UInt32) {
        let (chunk, base) = (chunk(of: ring), base(of: ring))
        if RingWords.isWide(chunks[chunk], base) { giveBackWide(chunks[chunk][base + RingWords.wide]) }
        places.giveBack(ring)
    }

    @inline(__always)
    private func chunk(of ring: UInt32) -> Int { Int(ring) / Self.ringsPerChunk }

    @inline(__always)
    private func base(of ring: UInt32) -> Int { Int(ring) % Self.ringsPerChunk * stride }

    private mutating func giveBackWide(_ place: UInt32) {
        wide[Int(place)] = []
        widePlaces.giveBack(place)
    }

    /// Stores a commit; see `SlotRules`.
    mutating func store(_ commit: CommitSlot, isSealed: Bool, in ring: UInt32) -> CommitOutcome {
        let (chunk, base) = (chunk(of: ring), base(of: ring))
        let outcome = RingWords.append(
            commit, isSealed: isSealed, &chunks[chunk], base, slotsMax: slotsMax, minDistanceMs: minDistanceMs)
        return outcome ?? storeSlowly(commit, isSealed: isSealed, in: ring)
    }

    /// The same for commits that came late, and for values that do not fit the ring's bases.
    @inline(never)
    private mutating func storeSlowly(_ commit: CommitSlot, isSealed: Bool, in ring: UInt32) -> CommitOutcome {
        var slots = slots(of: ring)
        let outcome = SlotRules.store(commit, into: &slots, slotsMax: slotsMax, minDistanceMs: minDistanceMs)
        if case .dropped = outcome { return outcome }
        guard replace(ring, with: slots) else { return .dropped(.limit) }
        if slots.last?.order == commit.order { setSealed(isSealed, of: ring) }
        return outcome
    }

    /// Puts slots, oldest first, in place of a ring's; false: they are too many wide ones, and nothing has changed.
    mutating func replace(_ ring: UInt32, with slots: [CommitSlot]) -> Bool {
        let (chunk, base) = (chunk(of: ring), base(of: ring))
        let slots = slots.count > slotsMax ? Array(slots.suffix(slotsMax)) : slots
        let isWide = RingWords.isWide(chunks[chunk], base)
        let place = chunks[chunk][base + RingWords.wide]
        if RingWords.write(slots, &chunks[chunk], base, slotsMax: slotsMax) {
            if isWide { giveBackWide(place) }
            return true
        }
        if isWide {
            wide[Int(place)] = slots
            return true
        }
        guard widePlaces.count < StoreLimits.wideRingsMax else { return false }
        let (new, isNew) = widePlaces.take()
        if isNew { wide.append(slots) } else { wide[Int(new)] = slots }
        RingWords.setWide(new, &chunks[chunk], base)
        return true
    }

    func newest(of ring: UInt32) -> CommitSlot? {
        let (chunk, base) = (chunk(of: ring), base(of: ring))
        if RingWords.isWide(chunks[chunk], base) { return wide[Int(chunks[chunk][base + RingWords.wide])].last }
        return RingWords.newest(chunks[chunk], base, slotsMax: slotsMax)
    }

    /// The commits, oldest first.
    func slots(of ring: UInt32) -> [CommitSlot] {
        let (chunk, base) = (chunk(of: ring), base(of: ring))
        if RingWords.isWide(chunks[chunk], base) { return wide[Int(chunks[chunk][base + RingWords.wide])] }
        var slots: [CommitSlot] = []
        slots.reserveCapacity(slotsMax + 1)
        RingWords.read(chunks[chunk], base, slotsMax: slotsMax) { slots.append($0) }
        return slots
    }

    /// The whole ring, oldest first, blank slots before the commits, into a buffer that keeps its memory.
    func window(of ring: UInt32, into slots: inout [CommitSlot?]) {
        let (chunk, base) = (chunk(of: ring), base(of: ring))
        slots.removeAll(keepingCapacity: true)
        slots.reserveCapacity(slotsMax)
        if RingWords.isWide(chunks[chunk], base) {
            let kept = wide[Int(chunks[chunk][base + RingWords.wide])]
            for _ in kept.count..<slotsMax { slots.append(nil) }
            for slot in kept { slots.append(slot) }
        } else {
            for _ in RingWords.count(chunks[chunk], base)..<slotsMax { slots.append(nil) }
            RingWords.read(chunks[chunk], base, slotsMax: slotsMax) { slots.append($0) }
        }
    }

    func isSealed(_ ring: UInt32) -> Bool { RingWords.isSealed(chunks[chunk(of: ring)], base(of: ring)) }

    mutating func setSealed(_ isSealed: Bool, of ring: UInt32) {
        RingWords.setSealed(isSealed, &chunks[chunk(of: ring)], base(of: ring))
    }

    /// The owner's number; 0 for none.
    func owner(of ring: UInt32) -> UInt32 { chunks[chunk(of: ring)][base(of: ring) + RingWords.owner] }

    mutating func setOwner(_ owner: UInt32, of ring: UInt32) {
        chunks[chunk(of: ring)][base(of: ring) + RingWords.owner] = owner
    }
}

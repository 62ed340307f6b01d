// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Regex

/// What a monitor remembers of one cluster: the newest ends of its topics, and a ring of commits per group and
/// partition (Burrow 1.9.5, storage). A plain value: its owner sees to it that one thread uses it at a time.
///
/// A commit finds its ring by the bytes of its names; strings are made when a group or topic is new. Memory is about
/// 20 bytes per slot and 40 per ring; `heapBytes` says how much. What `StoreLimits` does not allow counts as dropped.
package struct ClusterStore: Sendable {
    package internal(set) var counters = CollectorCounters()

    let cluster: String
    let expireMs: Int64
    let allowed: Pattern?
    let denied: Pattern?
    let hash = ByteHash()

    var names = NameArena()
    var rings: RingSlab
    var owners = OwnerTable()

    var topics: [TopicEntry] = []
    var topicPlaces = FreeList()
    var topicIndex = HashIndex()
    var topicPartitions = 0
    /// Topics by id, for records that have no names.
    var topicIDs: [TopicID: String] = [:]

    var groupEntries: [GroupEntry] = []
    var groupPlaces = FreeList()
    var groupIndex = HashIndex()
    var deniedGroups = 0
    var deniedGroupsMax = StoreLimits.deniedGroupsMax
    /// By group: what few have, or what is large.
    var memberships: [UInt32: GroupMembership] = [:]
    var members: [UInt32: [String: ConsumerMember]] = [:]
    var memberCount = 0

    var consumed: [ConsumedEntry] = []
    var consumedPlaces = FreeList()
    var consumedIndex = HashIndex()
    var places = 0

    /// - Throws: where a list of groups is no regular expression.
    package init(_ plan: ClusterPlan) throws(RegexError) {
        cluster = plan.name
        expireMs = Self.milliseconds(plan.expireGroup)
        allowed = try Self.pattern(plan.allowedGroups)
        denied = try Self.pattern(plan.deniedGroups)
        rings = RingSlab(
            slotsMax: min(max(plan.intervals, 1), StoreLimits.slotsMax),
            minDistanceMs: Self.milliseconds(plan.minDistance))
    }

    /// An empty list is none, as in Burrow.
    private static func pattern(_ source: String?) throws(RegexError) -> Pattern? {
        guard let source, !source.isEmpty else { return nil }
        return try Pattern(source)
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        let (whole, isOverflown) = seconds.multipliedReportingOverflow(by: 1000)
        if isOverflown { return seconds < 0 ? .min : .max }
        return whole.clamped(adding: attoseconds / 1_000_000_000_000_000)
    }

    /// Burrow's clock: whole seconds, in milliseconds.
    @inline(__always)
    static func wholeSeconds(_ nowMs: Int64) -> Int64 {
        let rest = nowMs % 1000
        return nowMs.clamped(adding: rest < 0 ? -1000 - rest : -rest)
    }

    /// Commits before this are too old.
    @inline(__always)
    func expiry(_ nowMs: Int64) -> Int64 {
        Self.wholeSeconds(nowMs).clamped(subtracting: expireMs)
    }

    /// Bytes that the store has taken from the heap, as far as it can tell; `rings` are the rings with their index.
    package var heapBytes: (rings: Int, all: Int) {
        var index = consumedIndex.heapBytes + consumedPlaces.heapBytes
        index += consumed.capacity * MemoryLayout<ConsumedEntry>.stride
        for entry in consumed { index += entry.rings.capacity * 4 + 32 }
        var groupBytes = groupIndex.heapBytes + groupEntries.capacity * MemoryLayout<GroupEntry>.stride
        for group in groupEntries { groupBytes += group.consumed.capacity * 4 + 32 }
        var topicBytes = topicIndex.heapBytes + topics.capacity * MemoryLayout<TopicEntry>.stride
        topicBytes += topicPartitions * (MemoryLayout<PartitionEnds>.stride + 32 + rings.slotsMax * 8)
        let ringBytes = rings.heapBytes + index
        return (ringBytes, ringBytes + groupBytes + topicBytes + names.heapBytes)
    }

    /// Rings in use.
    package var ringCount: Int { rings.count }
}

extension Int64 {
    /// The sum, or the end of the range that it would be beyond.
    @inline(__always)
    func clamped(adding other: Int64) -> Int64 {
        let (sum, isOverflown) = addingReportingOverflow(other)
        return isOverflown ? (other < 0 ? .min : .max) : sum
    }

    /// The difference, or the end of the range that it would be beyond.
    @inline(__always)
    func clamped(subtracting other: Int64) -> Int64 {
        let (difference, isOverflown) = subtractingReportingOverflow(other)
        return isOverflown ? (other < 0 ? .max : .min) : difference
    }
}

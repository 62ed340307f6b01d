// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What one sealed epoch of a topic-partition holds: the file `manifest.json` (design, section 4, step 2).
package struct Manifest: Hashable, Sendable {
    /// The newest version of the format that this program reads, and the one it writes.
    package static let currentVersion = 1

    package var id: EpochID
    /// Whether the epoch only moves the position: it has no records and no files.
    package var isJump: Bool
    /// The slot that sealed it.
    package var slot: SlotName
    package var cluster: String
    package var group: String
    package var topic: String
    package var partition: Int32
    package var incarnation: Incarnation
    package var generation: Generation
    /// The first offset of the range.
    package var first: Int64
    /// The last offset of the range; `first` less 1 where a jump has no offsets.
    package var last: Int64
    /// The position that the group commits: the offset after `last`, or after the control records that follow it.
    package var next: Int64
    /// The epoch whose commit this one's follows, whatever slot sealed it.
    package var predecessor: EpochID?
    /// The slot that sealed the predecessor: which root holds what lies before.
    package var predecessorSlot: SlotName?
    package var firstRecord: RecordIdentity?
    package var lastRecord: RecordIdentity?
    package var dispositions: Dispositions
    /// Counted gaps in `[first, next)`, ascending.
    package var gaps: [GapRange]
    package var files: [FileEntry]
    /// Least and greatest event time of all records, in milliseconds, whether or not they were written.
    package var minEventMs: Int64?
    package var maxEventMs: Int64?
    /// Wall clock at the seal, in milliseconds: for readers, never for decisions.
    package var sealedMs: Int64

    package init(
        id: EpochID, isJump: Bool = false, slot: SlotName, cluster: String, group: String, topic: String,
        partition: Int32, incarnation: Incarnation, generation: Generation = .first, first: Int64, last: Int64,
        next: Int64, predecessor: EpochID? = nil, predecessorSlot: SlotName? = nil, firstRecord: RecordIdentity? = nil,
        lastRecord: RecordIdentity? = nil,
        dispositions: Dispositions = Dispositions(), gaps: [GapRange] = [], files: [FileEntry] = [],
        minEventMs: Int64? = nil, maxEventMs: Int64? = nil, sealedMs: Int64 = 0
    ) {
        self.id = id
        self.isJump = isJump
        self.slot = slot
        self.cluster = cluster
        self.group = group
        self.topic = topic
        self.partition = partition
        self.incarnation = incarnation
        self.generation = generation
        self.first = first
        self.last = last
        self.next = next
        self.predecessor = predecessor
        self.predecessorSlot = predecessorSlot
        self.firstRecord = firstRecord
        self.lastRecord = lastRecord
        self.dispositions = dispositions
        self.gaps = gaps
        self.files = files
        self.minEventMs = minEventMs
        self.maxEventMs = maxEventMs
        self.sealedMs = sealedMs
    }

    /// The offsets that the commit moves the position over.
    package var range: OffsetRange { OffsetRange(first: first, next: next) }
}

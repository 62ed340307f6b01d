// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import SluiceTesting

/// Values for the protocol's tests, told apart by small numbers.
enum Sample {
    static let group = "g"
    static let root = rootID(1)

    static func id(_ number: Int) -> EpochID {
        EpochID(text: padded(number))!
    }

    static func rootID(_ number: Int) -> RootID {
        RootID(text: padded(number))!
    }

    static func slot(_ number: Int, root: RootID = root) -> SlotName { SlotName(root: root, number: number) }

    /// The `life`-th incarnation, of several told apart by `bits`.
    static func incarnation(_ life: Int, bits: UInt64 = 7) -> Incarnation {
        var incarnation = Incarnation(after: nil, bits: bits)
        for _ in 1..<max(1, life) { incarnation = Incarnation(after: incarnation, bits: bits) }
        return incarnation
    }

    static func record(_ offset: Int64, hash: UInt64 = 5) -> RecordIdentity {
        RecordIdentity(offset: offset, timestampMs: 1_700_000_000_000 + offset, hash: RecordHash(rawValue: hash))
    }

    /// An epoch of `[first, next)` without files, in which every record was filtered.
    static func epoch(
        _ number: Int, _ first: Int64, _ next: Int64, incarnation: Incarnation = incarnation(1),
        slot: SlotName = slot(0)
    ) -> Manifest {
        var dispositions = Dispositions()
        dispositions.filtered = ["all": next - first]
        return Manifest(
            id: id(number), slot: slot, cluster: "c", group: group, topic: "t", partition: 0, incarnation: incarnation,
            first: first, last: next - 1, next: next, firstRecord: record(first), lastRecord: record(next - 1),
            dispositions: dispositions)
    }

    static func jump(
        _ number: Int, _ first: Int64, _ next: Int64, incarnation: Incarnation = incarnation(1),
        slot: SlotName = slot(0)
    ) -> Manifest {
        let gap = GapRange(first: first, next: next, reason: .beforeStart)
        return Manifest(
            id: id(number), isJump: true, slot: slot, cluster: "c", group: group, topic: "t", partition: 0,
            incarnation: incarnation, first: first, last: next - 1, next: next, gaps: first < next ? [gap] : [])
    }

    static func metadata(
        _ number: Int, position: Int64, incarnation: Incarnation = incarnation(1), origin: Int64 = 0,
        logStart: Int64 = 0, slot: SlotName = slot(0), generation: Generation = .first, chain: [ChainEntry] = []
    ) -> CommitMetadata {
        CommitMetadata(
            slot: slot, manifest: id(number), incarnation: incarnation, generation: generation, position: position,
            lastRecord: position > 0 ? record(position - 1) : nil, logStart: logStart, origin: origin, chain: chain)
    }

    static func committed(_ metadata: CommitMetadata) -> CommittedPosition {
        CommittedPosition(offset: metadata.position, metadata: metadata.encode())
    }

    /// What is published: one incarnation's epochs and jumps.
    static func coverage(
        _ ranges: [(Int64, Int64)], jumps: [(Int64, Int64)] = [], incarnation: Incarnation = incarnation(1),
        generation: Generation = .first
    ) -> PartitionCoverage {
        var life = IncarnationCoverage()
        for (isJump, list) in [(false, ranges), (true, jumps)] {
            for (first, next) in list {
                life.insert(OffsetRange(first: first, next: next), isJump: isJump, generation: generation)
            }
        }
        life.lastRecord = ranges.map(\.1).max().map { record($0 - 1) }
        var coverage = PartitionCoverage()
        coverage.incarnations[incarnation] = life
        return coverage
    }

    private static func padded(_ number: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 32 - text.utf8.count) + text
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Sinks

/// When offsets may be archived twice.
extension SimulatedWorld {
    /// Whether operators have set the group back to the record between any two of the readings that made these copies,
    /// and the roots could not know of each other's, or were told to take it in again.
    func isExcused(_ holders: [EpochID], of record: Int32) -> Bool {
        let place = places[Int(record)]
        let copies = holders.map { (era: eras[$0] ?? 0, manifest: manifests[$0]) }.sorted { $0.era < $1.era }
        for (index, newer) in copies.enumerated().dropFirst() {
            guard wasSetBack(place.partition, to: place.offset, from: copies[index - 1].era, upTo: newer.era) else {
                return false
            }
            if shape.onRewind == .append { continue }
            for older in copies[..<index] where older.manifest?.slot.root == newer.manifest?.slot.root {
                guard let (older, newer) = both(older.manifest, newer.manifest), isForeignLife(newer, besides: older)
                else { return false }
            }
        }
        return true
    }

    /// Whether an offset is in two roots, as one log's though it was cut off or made anew between, and operators had
    /// set the group back: two records, of which the audit knows only that they have one offset.
    func overlapsWithExcuse(_ found: SimulationFindings) -> Bool {
        let published = Set(found.holders.values.joined()).compactMap { manifests[$0] }
        for (index, first) in published.enumerated() {
            for second in published[..<index] where first.topicPartition == second.topicPartition {
                let begin = max(first.first, second.first)
                guard begin < min(first.next, second.next), first.incarnation == second.incarnation,
                    first.slot.root != second.slot.root
                else { continue }
                let readings = [eras[first.id] ?? 0, eras[second.id] ?? 0].sorted()
                if wasSetBack(Int(first.partition), to: begin, from: readings[0], upTo: readings[1]) { return true }
            }
        }
        return false
    }

    /// Whether operators have set the group back to the offset, or before it, between two readings.
    private func wasSetBack(_ partition: Int, to offset: Int64, from older: Int, upTo newer: Int) -> Bool {
        rewinds[partition][older..<newer].contains { $0 <= offset }
    }

    /// Whether the newer epoch is of a life that another root has begun, not knowing of the older one: the group had
    /// lost its offset. A root that goes on with such a life has nothing published of it.
    private func isForeignLife(_ newer: Manifest, besides older: Manifest) -> Bool {
        newer.incarnation != older.incarnation
            && manifests.values.contains {
                $0.isJump && $0.incarnation == newer.incarnation && $0.slot.root != newer.slot.root
            }
    }

    private func both(_ first: Manifest?, _ second: Manifest?) -> (Manifest, Manifest)? {
        if let first, let second { (first, second) } else { nil }
    }
}

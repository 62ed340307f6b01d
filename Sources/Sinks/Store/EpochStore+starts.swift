// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient
import Platform

extension EpochStore {
    /// Notes durably that this process is about to read records of a partition from an offset on.
    ///
    /// - Returns: how many processes before it, in whatever slots, have begun at the same offset and died without
    ///   publishing anything of the partition.
    package func noteStart(
        of partition: TopicPartition, incarnation: Incarnation, at offset: Int64
    ) throws(StoreError) -> Int {
        var note = StartNote(
            topic: partition.topic, partition: partition.partition, incarnation: incarnation, offset: offset, starts: 1)
        if let known = begun[partition], known.note.isOfSamePlace(as: note) { return known.deaths }
        let notes = ownNotes
        let kept = try notes.read()
        var deaths = 0
        for old in kept where old.isOfSamePlace(as: note) { deaths += max(0, old.starts) }
        note.starts += deaths
        for number in try otherSlots() {
            let others = try StartNotes(path(RootLayout.pending, String(number)), files).read()
            for old in others where old.isOfSamePlace(as: note) { deaths += max(0, old.starts) }
        }
        try notes.write(kept.filter { !$0.isOf(partition) } + [note])
        begun[partition] = (note, deaths)
        return deaths
    }

    /// Something of the partition was published, or it was given back in order: its note goes. Best effort: a note that
    /// stays counts only at its own offset.
    package func forgetStart(of partition: TopicPartition) {
        guard begun.removeValue(forKey: partition) != nil, let kept = try? ownNotes.read() else { return }
        try? ownNotes.write(kept.filter { !$0.isOf(partition) })
    }

    /// The same for all partitions: the process ends in order.
    package func forgetStarts() {
        guard !begun.isEmpty, let kept = try? ownNotes.read() else { return }
        try? ownNotes.write(kept.filter { note in !begun.keys.contains { note.isOf($0) } })
        begun = [:]
    }

    private var ownNotes: StartNotes { StartNotes(path(RootLayout.pending, String(slot.number)), files) }
}

extension StartNote {
    fileprivate func isOf(_ place: TopicPartition) -> Bool { topic == place.topic && partition == place.partition }
}

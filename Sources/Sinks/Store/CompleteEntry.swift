// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How far one partition is complete in an output.
package struct CompleteEntry: Hashable, Sendable, Codable {
    package let group: String
    package let topic: String
    package let partition: Int32
    package let incarnation: Incarnation
    /// Every record before this offset is published.
    package let position: Int64
    /// The greatest event time among them, in milliseconds; events that come late may still be earlier.
    package let eventMs: Int64?

    package init(
        group: String, topic: String, partition: Int32, incarnation: Incarnation, position: Int64, eventMs: Int64?
    ) {
        self.group = group
        self.topic = topic
        self.partition = partition
        self.incarnation = incarnation
        self.position = position
        self.eventMs = eventMs
    }

    enum CodingKeys: String, CodingKey {
        case group, topic, partition, incarnation, position
        case eventMs = "event_ms"
    }

    /// Entries with newer ones taken in, sorted by group, topic and partition. Within an incarnation values only rise.
    static func merged(_ old: [CompleteEntry], with new: [CompleteEntry]) -> [CompleteEntry] {
        var merged = old
        for entry in new {
            guard let index = merged.firstIndex(where: { $0.isOfSamePartition(as: entry) }) else {
                merged.append(entry)
                continue
            }
            merged[index] = merged[index].advanced(to: entry)
        }
        return merged.sorted { ($0.group, $0.topic, $0.partition) < ($1.group, $1.topic, $1.partition) }
    }

    private func isOfSamePartition(as other: CompleteEntry) -> Bool {
        group == other.group && topic == other.topic && partition == other.partition
    }

    private func advanced(to entry: CompleteEntry) -> CompleteEntry {
        if entry.incarnation != incarnation { return entry.incarnation.life >= incarnation.life ? entry : self }
        return CompleteEntry(
            group: group, topic: topic, partition: partition, incarnation: incarnation,
            position: max(position, entry.position), eventMs: [eventMs, entry.eventMs].compactMap { $0 }.max())
    }
}

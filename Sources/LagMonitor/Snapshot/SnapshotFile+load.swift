// Sluice
// SPDX-License-Identifier: Apache-2.0

import SQLite

extension SnapshotFile {
    /// The snapshot; nil: none was saved yet. Rows that do not decode are left out.
    func load() throws(SQLiteError) -> ClusterSnapshot? {
        let meta = try database.prepare("SELECT cluster_id, offsets_topic, saved_at_ms FROM meta")
        guard try meta.step() else { return nil }
        var snapshot = ClusterSnapshot(
            clusterID: meta.isNull(at: 0) ? nil : meta.text(at: 0), offsetsTopic: meta.text(at: 1),
            savedAtMs: meta.integer(at: 2))
        let place = try database.prepare("SELECT partition, position, base FROM place")
        while try place.step() {
            guard let partition = Int32(exactly: place.integer(at: 0)), partition >= 0, place.integer(at: 1) >= 0 else {
                continue
            }
            snapshot.places[partition] = OffsetsTopicMachine.Place(
                position: place.integer(at: 1), base: max(0, place.integer(at: 2)))
        }
        snapshot.topics = try topics()
        let history = try database.prepare("SELECT topic, partition, bytes FROM history ORDER BY topic, partition")
        while try history.step() {
            guard let partition = Int32(exactly: history.integer(at: 1)) else { continue }
            snapshot.history.append(
                StoredHistory(topic: history.text(at: 0), partition: partition, bytes: history.bytes(at: 2)))
        }
        snapshot.groups = try groups()
        return snapshot
    }

    private func topics() throws(SQLiteError) -> [StoredTopic] {
        let rows = try database.prepare("SELECT * FROM topic ORDER BY name, partition")
        var topics: [StoredTopic] = []
        while try rows.step() {
            let name = rows.text(at: 0)
            guard let samples = SnapshotBytes.numbers(rows.bytes(at: 2)) else { continue }
            func optional(_ index: Int) -> Int64? { rows.isNull(at: index) ? nil : rows.integer(at: index) }
            let ends = optional(4).map {
                LogEnds(
                    start: optional(3), highWatermark: $0, lastStable: optional(5), sampledAtMs: rows.integer(at: 6))
            }
            let partition = StoredTopic.Partition(samples: samples, ends: ends, truncatedAtMs: optional(7))
            if topics.last?.name != name { topics.append(StoredTopic(name: name, partitions: [])) }
            // A partition without its predecessors is not one that was saved.
            let index = topics.count - 1
            if rows.integer(at: 1) == Int64(topics[index].partitions.count) {
                topics[index].partitions.append(partition)
            }
        }
        return topics
    }

    private func groups() throws(SQLiteError) -> [StoredGroup] {
        let rows = try database.prepare("SELECT * FROM grp ORDER BY id")
        let consumed = try database.prepare("SELECT topic, partitions FROM consumed WHERE grp=? ORDER BY topic")
        let rings = try database.prepare(
            "SELECT partition, slots, owner, client_id, is_sealed FROM ring WHERE grp=? AND topic=? ORDER BY partition")
        var groups: [StoredGroup] = []
        while try rows.step() {
            var group = StoredGroup(
                name: rows.text(at: 1), lastCommitMs: rows.isNull(at: 2) ? nil : rows.integer(at: 2),
                newestOrder: rows.integer(at: 3), topics: [])
            if !rows.isNull(at: 4) {
                group.membership = GroupMembership(
                    state: rows.text(at: 4), protocolType: rows.text(at: 5), members: Int(rows.integer(at: 6)),
                    coordinator: Int32(clamping: rows.integer(at: 7)))
            }
            try consumed.bind(rows.integer(at: 0), at: 1)
            while try consumed.step() {
                var topic = StoredGroup.Topic(
                    name: consumed.text(at: 0), partitions: Int32(clamping: max(0, consumed.integer(at: 1))), rings: [])
                try rings.bind(rows.integer(at: 0), at: 1)
                try rings.bind(topic.name, at: 2)
                while try rings.step() {
                    guard let partition = Int32(exactly: rings.integer(at: 0)), partition >= 0,
                        let slots = SnapshotBytes.slots(rings.bytes(at: 1))
                    else { continue }
                    topic.rings.append(
                        StoredGroup.Ring(
                            partition: partition, slots: slots, owner: rings.text(at: 2), clientID: rings.text(at: 3),
                            isSealed: rings.integer(at: 4) != 0))
                }
                rings.reset()
                group.topics.append(topic)
            }
            consumed.reset()
            groups.append(group)
        }
        return groups
    }
}

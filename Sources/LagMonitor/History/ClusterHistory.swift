// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One partition's history for a snapshot.
package struct StoredHistory: Sendable, Equatable {
    package var topic: String
    package var partition: Int32
    package var bytes: [UInt8]

    package init(topic: String, partition: Int32, bytes: [UInt8]) {
        self.topic = topic
        self.partition = partition
        self.bytes = bytes
    }
}

/// The histories of a cluster's partitions. A plain value; its owner keeps it under a lock.
package struct ClusterHistory: Sendable {
    /// By topic; index: partition number.
    private var topics: [String: [EndHistory]] = [:]
    /// Partitions that are kept, blank ones between them included.
    package private(set) var count = 0
    /// Samples left out because there are `HistoryLimits.partitionsMax` partitions already.
    package private(set) var dropped: Int64 = 0
    private let partitionsMax: Int

    package init() {
        self.init(partitionsMax: HistoryLimits.partitionsMax)
    }

    init(partitionsMax: Int) {
        self.partitionsMax = partitionsMax
    }

    /// Nil: no sample and no seed yet.
    package subscript(topic: String, partition: Int32) -> EndHistory? {
        self[topic]?[partition]
    }

    /// A copy shares its memory with the history until one of both changes.
    package subscript(topic: String) -> TopicHistory? { topics[topic].map(TopicHistory.init) }

    /// Takes a sample.
    package mutating func add(topic: String, partition: Int32, _ ends: LogEnds) {
        change(topic, partition) { $0.add(end: ends.highWatermark, start: ends.start, atMs: ends.sampledAtMs) }
    }

    /// Takes an answer of offsets-for-times; a negative offset: no record is that new.
    package mutating func seed(topic: String, partition: Int32, offset: Int64, timestampMs: Int64) {
        change(topic, partition) { history in
            if offset < 0 {
                history.seedEnd(timestampMs: timestampMs)
            } else {
                history.seed(offset: offset, timestampMs: timestampMs)
            }
        }
    }

    /// Takes what a reader of committed records found: no data at these offsets.
    package mutating func setGap(topic: String, partition: Int32, _ offsets: Range<Int64>) {
        change(topic, partition) { $0.setGap(offsets) }
    }

    /// Forgets topics that are not among those that exist, and partitions that these have no more.
    package mutating func keep(_ counts: [String: Int]) {
        for (topic, partitions) in topics {
            let left = min(partitions.count, max(0, counts[topic] ?? 0))
            guard left < partitions.count else { continue }
            count -= partitions.count - left
            topics[topic] = left == 0 ? nil : Array(partitions[..<left])
        }
    }

    private mutating func change(_ topic: String, _ partition: Int32, _ body: (inout EndHistory) -> Void) {
        guard partition >= 0 else {
            dropped &+= 1
            return
        }
        let index = Int(partition)
        let missing = index + 1 - (topics[topic]?.count ?? 0)
        if missing > 0 {
            guard missing <= partitionsMax - count else {
                dropped &+= 1
                return
            }
            count += missing
            topics[topic, default: []].append(contentsOf: repeatElement(EndHistory(), count: missing))
        }
        // By index, so that the array is changed where it is.
        guard let place = topics.index(forKey: topic) else { return }
        body(&topics.values[place][index])
    }

    /// All histories, by topic and partition, for a snapshot.
    package func export(_ body: (StoredHistory) -> Void) {
        for topic in topics.keys.sorted() {
            for (index, history) in (topics[topic] ?? []).enumerated() where !history.ends.isEmpty {
                body(StoredHistory(topic: topic, partition: Int32(clamping: index), bytes: history.bytes))
            }
        }
    }

    /// Takes a history of a snapshot; false: its bytes are none, or there is no room.
    @discardableResult
    package mutating func restore(_ stored: StoredHistory) -> Bool {
        guard let history = EndHistory(stored.bytes), !history.ends.isEmpty else { return false }
        let before = dropped
        change(stored.topic, stored.partition) { $0 = history }
        return dropped == before
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The partitions that a consumer reads, by ordinal; answers librdkafka's topic handle and partition without a String.
struct PartitionTable {
    /// A topic as librdkafka's messages name it: the handle lives while one of its partitions is read.
    struct TopicKey: Hashable {
        let topic: UInt
        let partition: Int32
    }

    private(set) var slots: [PartitionSlot?] = []
    private var ordinals: [TopicPartition: Int] = [:]
    private var cache: [TopicKey: Int] = [:]

    var partitions: some Collection<TopicPartition> { ordinals.keys }
    var isEmpty: Bool { ordinals.isEmpty }

    func ordinal(of partition: TopicPartition) -> Int? { ordinals[partition] }

    func slot(of partition: TopicPartition) -> PartitionSlot? {
        ordinals[partition].flatMap { slots[$0] }
    }

    /// Adds a partition that is not there and gives it the lowest free ordinal.
    mutating func insert(_ partition: TopicPartition, position: Int64) -> Int {
        let slot = PartitionSlot(partition: partition, position: position)
        let ordinal = slots.firstIndex { $0 == nil } ?? slots.count
        if ordinal == slots.count { slots.append(slot) } else { slots[ordinal] = slot }
        ordinals[partition] = ordinal
        return ordinal
    }

    mutating func remove(_ partition: TopicPartition) {
        guard let ordinal = ordinals.removeValue(forKey: partition) else { return }
        slots[ordinal] = nil
        cache = cache.filter { $0.value != ordinal }
    }

    mutating func removeAll() {
        self = PartitionTable()
    }

    /// The ordinal of a message's topic handle and partition, asked for its name once.
    mutating func ordinal(of key: TopicKey, name: () -> String) -> Int? {
        if let known = cache[key] { return known }
        // Records of a partition that was removed are not cached: its handle may come to name another topic.
        guard let ordinal = ordinals[TopicPartition(topic: name(), partition: key.partition)] else { return nil }
        cache[key] = ordinal
        return ordinal
    }

    /// Changes a slot in place.
    mutating func update<Result>(_ ordinal: Int, _ body: (inout PartitionSlot) -> Result) -> Result? {
        guard slots.indices.contains(ordinal), slots[ordinal] != nil else { return nil }
        return body(&slots[ordinal]!)
    }

    mutating func updateAll(_ body: (inout PartitionSlot) -> Void) {
        for ordinal in slots.indices where slots[ordinal] != nil { body(&slots[ordinal]!) }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Which member of a group has which partitions, as the group's coordinator has it.
package struct GroupOwners: Sendable, Equatable {
    /// Whether the members have their assignments and no rebalance is going on.
    package let isStable: Bool
    /// By member id.
    package let partitions: [String: Set<TopicPartition>]

    package init(isStable: Bool, partitions: [String: Set<TopicPartition>]) {
        self.isStable = isStable
        self.partitions = partitions
    }

    /// The partitions of a member's assignment (KIP-3 "ConsumerProtocolAssignment"); nil: the bytes are none.
    static func partitions(of assignment: UnsafeRawBufferPointer) -> Set<TopicPartition>? {
        if unsafe assignment.isEmpty { return [] }
        var at = 0
        func integer<Value: FixedWidthInteger>(_: Value.Type) -> Value? {
            guard assignment.count - at >= MemoryLayout<Value>.size else { return nil }
            defer { at += MemoryLayout<Value>.size }
            return unsafe Value(bigEndian: assignment.loadUnaligned(fromByteOffset: at, as: Value.self))
        }
        guard integer(Int16.self) != nil, let topics = integer(Int32.self), topics >= 0 else { return nil }
        var found: Set<TopicPartition> = []
        for _ in 0..<topics {
            guard let length = integer(Int16.self), length >= 0, assignment.count - at >= Int(length) else {
                return nil
            }
            let topic = unsafe String(decoding: assignment[at..<at + Int(length)], as: UTF8.self)
            at += Int(length)
            guard let count = integer(Int32.self), count >= 0, count <= (assignment.count - at) / 4 else { return nil }
            for _ in 0..<count {
                guard let partition = integer(Int32.self) else { return nil }
                found.insert(TopicPartition(topic: topic, partition: partition))
            }
        }
        return found
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A record that goes to the dead letters unread.
package struct QuarantinedRecord: Hashable, Comparable, Sendable, Codable {
    package let topic: String
    package let partition: Int32
    package let offset: Int64

    package init(topic: String, partition: Int32, offset: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.topic, left.partition, left.offset) < (right.topic, right.partition, right.offset)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What the store knows of one partition of one group at one moment: the input of every rule.
package struct PartitionWindow: Sendable, Equatable {
    package var topic: String
    package var partition: Int32
    /// The member's host as the group's metadata has it ("/10.0.0.1"), empty where unknown.
    package var owner = ""
    package var clientID = ""
    /// The ring, oldest first; nil: a blank slot. Empty where nothing was ever committed.
    package var slots: [CommitSlot?]
    /// Burrow's ring of high watermarks, oldest first.
    package var brokerOffsets: [Int64]
    /// Burrow's: newest high watermark less newest committed offset, at least 0.
    package var currentLag: Int64
    /// The newest sample; nil: none yet.
    package var ends: LogEnds?
    /// Whether the newest commit is one of Sluice's: its lag is measured to what is sealed.
    package var isSealed = false
    /// When a sample of the end was below the one before it, in milliseconds since 1970: the log was cut, or the topic
    /// deleted and created again. The newest time; nil: never seen.
    package var truncatedAtMs: Int64?

    package init(
        topic: String, partition: Int32, slots: [CommitSlot?], brokerOffsets: [Int64], currentLag: Int64,
        ends: LogEnds? = nil
    ) {
        self.topic = topic
        self.partition = partition
        self.slots = slots
        self.brokerOffsets = brokerOffsets
        self.currentLag = currentLag
        self.ends = ends
    }

    /// The newest commit.
    package var last: CommitSlot? { slots.last ?? nil }
}

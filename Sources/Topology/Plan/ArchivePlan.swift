// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Where and how epochs are archived.
package struct ArchivePlan: Sendable {
    /// What a rewound group offset means for what is archived already.
    package enum Rewind: String, Sendable, CaseIterable {
        case skip, supersede, append
    }

    /// The archive root, absolute or relative to the working directory.
    package let root: String
    package let onRewind: Rewind
    package let epoch: EpochLimits
    /// Files that one partition's epoch may have open at a time.
    package let openFilesMax: Int
    /// Bytes that have to be free for records to be taken in; nil takes a share of the disk, 0 never asks.
    package let minFree: Int64?
    /// Whether no other archive root serves the group.
    package let isOnlyRoot: Bool
}

/// What closes an epoch, whichever comes first.
package struct EpochLimits: Sendable, Equatable {
    /// Bytes of payload.
    package let bytes: Int64
    package let records: Int64
    /// Time since its first record.
    package let age: Duration
    /// Time since its last record.
    package let idle: Duration

    package init(bytes: Int64, records: Int64, age: Duration, idle: Duration) {
        self.bytes = bytes
        self.records = records
        self.age = age
        self.idle = idle
    }
}

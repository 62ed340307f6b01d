// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The text that a commit stores beside its offset: the proof of which epochs were committed.
package struct CommitMetadata: Hashable, Sendable {
    /// The newest version of the format that this program reads, and the one it writes.
    package static let currentVersion: Int64 = 1

    package let slot: SlotName
    /// The epoch that this commit commits.
    package let manifest: EpochID
    package let incarnation: Incarnation
    package let generation: Generation
    /// The committed offset; metadata beside another offset are not a commit of ours.
    package let position: Int64
    /// The last record before the position; nil where none could be read.
    package let lastRecord: RecordIdentity?
    /// The log start that was seen; a lower one later is a new incarnation.
    package let logStart: Int64
    /// The offset at which the chain begins; it judges no manifest that begins before.
    package let origin: Int64
    /// The newest epoch of each of the last other slots, newest first.
    package let chain: [ChainEntry]

    package init(
        slot: SlotName, manifest: EpochID, incarnation: Incarnation, generation: Generation = .first, position: Int64,
        lastRecord: RecordIdentity?, logStart: Int64, origin: Int64, chain: [ChainEntry]
    ) {
        precondition(chain.count <= ProtocolLimits.chainEntries, "the chain is too long")
        precondition(position >= 0 && logStart >= 0 && origin >= 0, "negative offsets")
        self.slot = slot
        self.manifest = manifest
        self.incarnation = incarnation
        self.generation = generation
        self.position = position
        self.lastRecord = lastRecord
        self.logStart = logStart
        self.origin = origin
        self.chain = chain
    }

    /// Whether these metadata prove that the epoch was committed.
    package func names(_ id: EpochID) -> Bool { manifest == id || chain.contains { $0.manifest == id } }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What the group's coordinator answers for one partition that has a committed offset.
package struct CommittedPosition: Hashable, Sendable {
    package let offset: Int64
    /// The text as it came, whoever wrote it.
    package let metadata: String

    package init(offset: Int64, metadata: String) {
        self.offset = offset
        self.metadata = metadata
    }

    /// What the metadata say beside this offset.
    package var reading: MetadataReading {
        if metadata.isEmpty { return .empty }
        if let ours = CommitMetadata.parse(metadata) { return ours.position == offset ? .ours(ours) : .stale(ours) }
        if let version = CommitMetadata.version(of: metadata), version > CommitMetadata.currentVersion {
            return .newer(version)
        }
        return .foreign
    }

    /// The metadata where they are a Sluice commit of exactly this position.
    package var proof: CommitMetadata? { reading.proof }
}

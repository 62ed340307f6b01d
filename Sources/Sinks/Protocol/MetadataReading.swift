// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Whose commit metadata are.
package enum MetadataReading: Hashable, Sendable {
    /// An operator's reset leaves them empty.
    case empty
    /// Written by something else, or damaged.
    case foreign
    /// A Sluice commit of exactly the committed position.
    case ours(CommitMetadata)
    /// A Sluice commit of another position, carried over by a tool: what it names was committed, nothing more.
    case stale(CommitMetadata)
    /// Written by a newer Sluice; nothing may be decided on them.
    case newer(Int64)

    /// The metadata where they prove the position that they stand beside.
    var proof: CommitMetadata? {
        if case .ours(let metadata) = self { return metadata }
        return nil
    }
}

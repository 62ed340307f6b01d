// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What is known about one sealed manifest when it is settled.
package struct SettlingFacts: Sendable {
    /// Whether it is in `_manifests/`.
    package var isPublished: Bool
    /// Whether one of its final names is linked to its data.
    package var isLinked: Bool
    /// What the coordinator says of its partition; nil where the group has no offset.
    package var committed: CommittedPosition?
    /// Whether this process is assigned the partition.
    package var isOwner: Bool
    /// Whether no other root serves the group.
    package var isOnlyRoot: Bool
    /// The greatest position that this root has published of the manifest's incarnation; nil where it has none.
    package var publishedEnd: Int64?
    /// Entries at which a chain counts as cut off.
    package var chainMax = ProtocolLimits.chainEntries

    package init(
        isPublished: Bool, isLinked: Bool, committed: CommittedPosition?, isOwner: Bool, isOnlyRoot: Bool,
        publishedEnd: Int64?
    ) {
        self.isPublished = isPublished
        self.isLinked = isLinked
        self.committed = committed
        self.isOwner = isOwner
        self.isOnlyRoot = isOnlyRoot
        self.publishedEnd = publishedEnd
    }
}

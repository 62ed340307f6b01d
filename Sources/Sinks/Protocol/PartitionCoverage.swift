// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a root has published of one topic-partition for one group.
package struct PartitionCoverage: Hashable, Sendable {
    package var incarnations: [Incarnation: IncarnationCoverage] = [:]

    package init() {}

    /// The incarnation that goes on: the one that the metadata name, else the one that was taken up last.
    package func present(_ proof: CommitMetadata?) -> Incarnation? { proof?.incarnation ?? newest }

    /// The incarnation that was taken up last. Of two that were drawn without knowledge of each other the one with
    /// records counts: the other is the start of a process that lost the race for its first commit.
    package var newest: Incarnation? {
        incarnations.max { left, right in
            let (leftHas, rightHas) = (!left.value.ranges.isEmpty, !right.value.ranges.isEmpty)
            if left.key.life != right.key.life { return left.key.life < right.key.life }
            return leftHas != rightHas ? rightHas : left.key < right.key
        }?.key
    }
}

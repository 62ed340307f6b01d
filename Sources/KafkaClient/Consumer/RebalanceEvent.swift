// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A change of what the group lets this consumer own; the owner answers it with `finishRebalance`.
package enum RebalanceEvent: Sendable, Equatable {
    /// New partitions; cooperative: beside those owned already, eager: all there are.
    case assign([TopicPartition])
    /// Partitions to give back. `lost`: another member may own them already, so nothing may be committed.
    case revoke([TopicPartition], lost: Bool)
}

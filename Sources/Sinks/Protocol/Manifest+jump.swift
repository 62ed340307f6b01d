// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Manifest {
    /// The epoch without files that moves the position as a start plan says.
    package static func jump(
        id: EpochID, plan: StartPlan, slot: SlotName, cluster: String, group: String, topic: String,
        partition: Int32, sealedMs: Int64
    ) -> Manifest {
        let gaps = plan.jump?.gaps ?? []
        let first = gaps.first?.first ?? plan.position
        return Manifest(
            id: id, isJump: true, slot: slot, cluster: cluster, group: group, topic: topic, partition: partition,
            incarnation: plan.incarnation, generation: plan.generation, first: first, last: plan.position - 1,
            next: plan.position,
            predecessor: plan.previous?.manifest, predecessorSlot: plan.previous?.slot, gaps: gaps, sealedMs: sealedMs)
    }
}

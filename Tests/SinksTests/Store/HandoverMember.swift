// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Sinks
import SluiceTesting

/// One process of the handover simulation: what a runtime does, reduced to its decisions.
final class HandoverMember {
    private struct Assignment {
        var plan: StartPlan
        var previous: CommitMetadata?
        var origin: Int64
        var position: Int64
        var isJumpDue: Bool
        /// Sealed and not committed, oldest first.
        var sealed: [Manifest] = []
    }

    let number: Int
    private(set) var process: TestProcess?
    private var system: MemoryFileSystem?
    private var assignment: Assignment?
    private var sent: HandoverWorld.Request?
    private var answer: Bool?
    private var toPublish: EpochID?
    var token: Int?
    private(set) var waiting: [PendingEpoch] = []

    init(number: Int) {
        self.number = number
    }

    var isUp: Bool { process != nil }
    var slot: Int? { process?.store.slot.number }

    /// Whether the process has died by its effect count.
    var isDying: Bool { system?.isDead ?? true }

    func start(_ world: HandoverWorld, seed: UInt64, dyingAfter effects: Int?) throws {
        let system = world.disk.process(dyingAfter: effects)
        self.system = system
        process = try TestProcess(system, seed: seed)
    }

    func kill() {
        system?.kill()
        process = nil
        (assignment, sent, answer, toPublish, token) = (nil, nil, nil, nil, nil)
    }

    /// A new membership: nothing of the old one is committed any more; what was asked is left to the metadata.
    func loseAssignment() {
        if let sent, answer != true { process?.store.orphan(sent.manifest.id) }
        for manifest in assignment?.sealed ?? [] where manifest.id != sent?.manifest.id {
            try? process?.store.abandon(manifest.id)
        }
        if answer != true { (sent, answer) = (nil, nil) }
        assignment = nil
    }

    func answered(_ request: HandoverWorld.Request, _ isTaken: Bool) {
        if sent?.manifest.id == request.manifest.id { answer = isTaken }
    }

    /// Settles what is in the slots that this process holds, owner or not, and takes abandoned slots.
    func sweep(_ world: HandoverWorld) throws {
        guard let process, token != nil, assignment == nil else { return }
        if world.deadAreExpired { _ = try process.store.takeUnlockedSlots(sessionTimeout: .zero, now: .zero) }
        try process.settle(world.committed, isOwner: false)
        try process.store.releaseEmptySlots()
    }

    func advance(_ world: HandoverWorld, isOwner: Bool) throws {
        guard let process else { return }
        if let id = toPublish {
            try process.store.publish(id)
            toPublish = nil
            return
        }
        if sent != nil { return try finishCommit(world) }
        guard isOwner else { return loseAssignment() }
        if assignment == nil { return try begin(world) }
        if let manifest = assignment?.sealed.first {
            if assignment?.sealed.count == 1, !manifest.isJump, world.random(3) == 0 { try sealNext(world) }
            return send(manifest, world)
        }
        try sealNext(world)
    }

    private func begin(_ world: HandoverWorld) throws {
        guard let process else { return }
        if world.deadAreExpired { _ = try process.store.takeUnlockedSlots(sessionTimeout: .zero, now: .zero) }
        try process.settle(world.committed)
        try process.store.releaseEmptySlots()
        switch try process.start(world.committed, logEnd: world.logEnd) {
        case .start(let plan):
            waiting = []
            assignment = Assignment(
                plan: plan, previous: plan.previous, origin: plan.origin, position: plan.position,
                isJumpDue: plan.jump != nil)
        case .wait(let pending): waiting = pending
        case .refuse: break
        }
    }

    private func sealNext(_ world: HandoverWorld) throws {
        guard let process, var assignment else { return }
        if assignment.isJumpDue {
            let jump = Manifest.jump(
                id: process.drawID(), plan: assignment.plan, slot: process.store.slot, cluster: "c",
                group: Sample.group, topic: "t", partition: 0, sealedMs: 0)
            try process.store.seal(jump)
            assignment.sealed.append(jump)
            assignment.isJumpDue = false
        } else {
            if let range = assignment.plan.covered.range(holding: assignment.position) {
                assignment.position = range.next
            }
            let covered = assignment.plan.covered.firstRange(after: assignment.position)?.first ?? .max
            let end = min(assignment.position + 1 + Int64(world.random(5)), world.logEnd, covered)
            guard end > assignment.position else { return }
            let manifest = try process.sealEpoch(
                assignment.position, end, incarnation: assignment.plan.incarnation)
            assignment.sealed.append(manifest)
            assignment.position = end
        }
        self.assignment = assignment
    }

    private func send(_ manifest: Manifest, _ world: HandoverWorld) {
        guard let process, let assignment, let token else { return }
        let record = manifest.next > 0 ? Sample.record(manifest.next - 1) : nil
        let metadata = CommitMetadata.next(
            after: assignment.previous, manifest: manifest, slot: process.store.slot, lastRecord: record, logStart: 0,
            origin: assignment.origin)
        let request = HandoverWorld.Request(
            sender: number, token: token, generation: world.generation, manifest: manifest, metadata: metadata)
        sent = request
        world.send(request)
    }

    private func finishCommit(_ world: HandoverWorld) throws {
        guard let request = sent else { return }
        switch answer {
        case true?:
            (sent, answer) = (nil, nil)
            if assignment?.sealed.first?.id == request.manifest.id {
                assignment?.sealed.removeFirst()
                assignment?.previous = request.metadata
            }
            toPublish = request.manifest.id
        case false?:
            token = nil
            loseAssignment()
        case nil:
            // The deadline: a new membership, never a repeat and never a guess.
            if !world.isPending(request.manifest.id) || world.random(6) == 0 {
                token = nil
                loseAssignment()
            }
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks

/// Everything of one schedule: processes on their roots, the group's coordinator, the logs, the network, the disk, the
/// clock, and what only the judge knows. Single-threaded; equal actions give equal worlds.
package final class SimulatedWorld {
    static let group = "g"
    static let topic = "t"
    private static let places = (0..<4).map { TopicPartition(topic: topic, partition: Int32($0)) }

    let rules: SimulationRules
    let shape: SimulationShape
    var roots: [SimulatedRoot]
    private(set) var processes: [SimulatedProcess] = []
    var group: SimulatedGroup
    var partitions: [SimulatedLog]
    let names: [TopicPartition]
    var requests: [SimulatedRequest] = []
    var now: Duration = .zero
    let coding: any ManifestCoding

    // What the judge knows.
    private(set) var violations: [SimulationViolation] = []
    /// Every manifest that anyone began to seal.
    private(set) var manifests: [EpochID: Manifest] = [:]
    /// Epochs whose commit the coordinator took.
    var committedEpochs: Set<EpochID> = []
    /// How often operators had set the group back when those who sealed an epoch learned their position.
    private(set) var eras: [EpochID: Int] = [:]
    /// The positions to which operators have set each partition back, or 0 where they deleted the group.
    var rewinds: [[Int64]]
    /// Up to which offset of each partition a reader that noticed nothing may have passed over another log's records,
    /// since it knew no record of the old one to tell them apart by.
    var blindUntil: [Int64]
    /// Where each record is or was.
    var places: [(partition: Int, offset: Int64)] = []
    /// Records that may be missing, and records that may be there twice.
    var excused: Set<Int32> = []
    var mayBeDoubled: Set<Int32> = []
    /// Partitions whose log was re-created or truncated: retention may then hide what no reader could tell apart.
    var replaced: Set<Int> = []
    /// Records that lay sealed in the root when an operator moved the position past them: they must not get lost.
    var held: Set<Int32> = []
    var operatorActions = 0
    /// Whether operators have deleted the group, and whether they brought a commit back after that: a jump that it
    /// commits may have been dropped meanwhile.
    var wasDeleted = false
    var mayLackJump = false
    /// Commits that an operator could bring back.
    var history: [[CommittedPosition]]
    /// How often each line of the settling table decided, and what else was seen.
    package private(set) var seen: [String: Int] = [:]
    private let countsSeen: Bool

    package init(_ shape: SimulationShape, rules: SimulationRules, counts: Bool = false) {
        self.rules = rules
        self.shape = shape
        roots = (0..<shape.roots).map { SimulatedRoot(number: $0, isFresh: shape.isThorough) }
        group = SimulatedGroup(partitions: shape.partitions)
        partitions = Array(repeating: SimulatedLog(), count: shape.partitions)
        names = Array(Self.places.prefix(shape.partitions))
        coding = shape.isThorough ? JSONManifests() : RememberedManifests()
        history = Array(repeating: [], count: shape.partitions)
        countsSeen = counts
        rewinds = history.map { _ in [] }
        blindUntil = history.map { _ in 0 }
        processes = shape.homes.enumerated().map { SimulatedProcess(number: $0.offset, home: $0.element, world: self) }
    }

    func report(_ kind: SimulationViolation.Kind, _ text: String) {
        violations.append(SimulationViolation(kind: kind, text: text))
    }

    func begins(_ epoch: EpochID, era: Int) { eras[epoch] = era }

    func seals(_ manifest: Manifest) { manifests[manifest.id] = manifest }

    func note(_ decision: SettlingDecision) {
        if countsSeen { seen["settled: \(decision.rule.rawValue)", default: 0] += 1 }
    }

    func note(_ report: StartReport) {
        guard countsSeen else { return }
        let name =
            switch report {
            case .firstStart: "firstStart"
            case .groupOffsetLost: "groupOffsetLost"
            case .rewound(_, _, let option): "rewound \(option.rawValue)"
            case .keptWhole: "keptWhole"
            case .skippedByOperator: "skippedByOperator"
            case .metadataNotOurs: "metadataNotOurs"
            case .lostByRetention: "lostByRetention"
            case .newIncarnation(let reason, _): "newIncarnation \(reason.rawValue)"
            }
        seen["started: \(name)", default: 0] += 1
    }

    func note(_ text: StaticString) {
        if countsSeen { seen["\(text)", default: 0] += 1 }
    }

    /// Whether nobody runs and operators have acted or may.
    var isHalted: Bool { group.members.isEmpty && processes.allSatisfy { !$0.isUp } && !places.isEmpty }

    // MARK: - The group, as processes use it

    /// The client joins; what its slot owned comes back to it.
    func join(_ process: SimulatedProcess) {
        let generation = group.generation
        process.token = group.join(slot: process.slot, process: process.number, now: now)
        if group.generation != generation { expelSilent() }
        for partition in partitions.indices where group.owner[partition] == process.slot {
            process.events.append(.assign(partition))
        }
    }

    func leave(slot: Int, token: Int) {
        guard group.knows(token, slot: slot) else { return }
        group.remove(slot: slot)
        expelSilent()
    }

    /// The last that the coordinator hears of a client.
    func heard(slot: Int, token: Int) {
        if group.knows(token, slot: slot) { group.hear(slot: slot, now: now) }
    }

    /// The owner has given a partition back.
    func released(_ partition: Int, by process: SimulatedProcess) {
        guard let token = process.token, group.knows(token, slot: process.slot) else { return }
        if let next = group.release(partition, by: process.slot) { tellAssigned(partition, slot: next) }
        expelSilent()
    }

    func send(_ position: CommittedPosition, _ epoch: EpochID, of partition: Int, from process: SimulatedProcess) {
        requests.append(
            SimulatedRequest(
                process: process.number, run: process.run, membership: process.membership, slot: process.slot,
                token: process.token ?? 0, generation: group.generation, partition: partition, position: position,
                epoch: epoch))
    }

    func tellAssigned(_ partition: Int, slot: Int) {
        guard let member = group.members[slot] else { return }
        let process = processes[member.process]
        if process.token == member.token { process.events.append(.assign(partition)) }
    }

    /// A rebalance has ended: who could not take part in it is expelled.
    func expelSilent() {
        for slot in group.members.keys.sorted() {
            guard let member = group.members[slot] else { continue }
            let process = processes[member.process]
            if process.token != member.token || process.isPaused { expel(slot) }
        }
    }

    /// A session has ended.
    func expel(_ slot: Int) {
        guard let member = group.members[slot] else { return }
        group.remove(slot: slot)
        let process = processes[member.process]
        if process.token == member.token, !process.isPaused { process.hearsOfLoss() }
    }
}

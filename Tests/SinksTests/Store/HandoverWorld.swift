// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Sinks
import SluiceTesting

/// Several processes on one root, one partition, and a coordinator that fences members as Kafka does. Every step is
/// chosen by a seed: processes die after any effect, the power goes, requests and answers get lost, the partition
/// moves, operators reset the group while nobody runs.
final class HandoverWorld {
    struct Request {
        let sender: Int
        let token: Int
        let generation: Int
        let manifest: Manifest
        let metadata: CommitMetadata
    }

    let disk: MemoryDisk
    private(set) var members: [HandoverMember]
    private(set) var generator: SeededGenerator
    private(set) var committed: CommittedPosition?
    private var requests: [Request] = []
    /// The member that has the partition, by its token.
    private var owner: Int?
    private var nextToken = 1
    /// Raised by every change of the owner: requests of an older one are refused.
    private(set) var generation = 1
    /// The members that the coordinator takes requests of: static ones, a slot each.
    private var tokens: [Int: Int] = [:]
    var logEnd: Int64 = 20
    /// Offsets that an operator skipped.
    private(set) var excused: Set<Int64> = []
    private(set) var history: [String] = []
    private let resets: Bool

    init(seed: UInt64, processes: Int, resets: Bool) throws {
        generator = SeededGenerator(seed: seed)
        self.resets = resets
        disk = MemoryDisk()
        members = (0..<processes).map { HandoverMember(number: $0) }
        try disk.process().createDirectory("/data")
        try disk.process().synchronizeDirectory("/")
    }

    func run(steps: Int) throws {
        for _ in 0..<steps { try step() }
        try drain()
    }

    func random(_ below: Int) -> Int { Int.random(in: 0..<below, using: &generator) }

    private func step() throws {
        let number = random(members.count)
        let member = members[number]
        switch random(100) {
        case 0..<4: note("kill \(number)") { member.kill() }
        case 4: note("power") { cutPower() }
        case 5..<9: note("expire") { expire() }
        case 9..<14: note("move to \(number)") { move(to: member) }
        case 14..<18: logEnd += Int64(random(5))
        case 18..<36: deliver(answering: random(8) != 0)
        case 36..<38: if !requests.isEmpty { requests.remove(at: random(requests.count)) }
        case 38 where resets: if random(4) == 0 { reset() }
        case 39..<45: try guarded(member) { try member.sweep(self) }
        default: try guarded(member) { try act(number) }
        }
    }

    private func act(_ number: Int) throws {
        let member = members[number]
        if !member.isUp {
            try member.start(self, seed: generator.next(), dyingAfter: random(3) == 0 ? 1 + random(160) : nil)
            history.append("start \(number), slot \(member.slot ?? -1)")
        }
        if !isMember(member) { join(member) }
        if owner == nil {
            owner = member.token
            generation += 1
        }
        try member.advance(self, isOwner: owner == member.token)
    }

    /// The partition moves: the old owner gives it up first or, where it does not answer, is expelled.
    private func move(to member: HandoverMember) {
        guard isMember(member), owner != member.token else { return }
        if let owner {
            if let old = members.first(where: { $0.token == owner }), random(2) == 0 {
                old.loseAssignment()
            } else {
                tokens = tokens.filter { $0.value != owner }
            }
        }
        owner = member.token
        generation += 1
    }

    private func isMember(_ member: HandoverMember) -> Bool {
        guard let token = member.token, let slot = member.slot else { return false }
        return tokens[slot] == token
    }

    private func join(_ member: HandoverMember) {
        guard let slot = member.slot else { return }
        member.loseAssignment()
        // The slot's static id brings its partition back and fences what was asked under it before.
        if let old = tokens[slot], owner == old { owner = nextToken }
        tokens[slot] = nextToken
        member.token = nextToken
        nextToken += 1
        history.append("join \(member.number)")
    }

    /// A death by effect count is part of the plan; any other error is not.
    private func guarded(_ member: HandoverMember, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            guard member.isDying else { throw error }
            history.append("died \(member.number)")
            member.kill()
        }
    }

    private func note(_ text: String, _ body: () -> Void) {
        history.append(text)
        body()
    }

    func send(_ request: Request) {
        history.append("send \(request.sender): [\(request.manifest.first), \(request.manifest.next))")
        requests.append(request)
    }

    private func deliver(answering: Bool) {
        guard !requests.isEmpty else { return }
        let request = requests.removeFirst()
        let isTaken = tokens.values.contains(request.token) && request.generation == generation
        history.append("deliver \(request.manifest.next) \(isTaken) \(answering)")
        if isTaken {
            committed = CommittedPosition(offset: request.metadata.position, metadata: request.metadata.encode())
        }
        if answering { members[request.sender].answered(request, isTaken) }
    }

    /// Whether the request is still under way.
    func isPending(_ id: EpochID) -> Bool { requests.contains { $0.manifest.id == id } }

    private func cutPower() {
        members.forEach { $0.kill() }
        disk.cutPower(seed: generator.next())
    }

    /// Sessions of dead processes end.
    private func expire() {
        tokens = tokens.filter { token in members.contains { $0.token == token.value } }
        if let token = owner, !tokens.values.contains(token) { owner = nil }
    }

    /// All sessions have ended: a slot that is unlocked has been for a session timeout.
    var deadAreExpired: Bool { tokens.values.allSatisfy { token in members.contains { $0.token == token } } }

    private func reset() {
        members.forEach { $0.kill() }
        expire()
        requests = []
        let position = committed?.offset ?? 0
        switch random(4) {
        case 0: committed = nil
        case 1: committed = CommittedPosition(offset: position, metadata: "")
        case 2: committed = CommittedPosition(offset: Int64(random(Int(position) + 1)), metadata: "")
        default:
            excused.formUnion(position..<max(position, logEnd))
            committed = CommittedPosition(offset: max(position, logEnd), metadata: "")
        }
        history.append("reset to \(committed?.offset ?? -1)")
    }

    /// Faults end: one process settles everything and reads to the end.
    private func drain() throws {
        history.append("drain")
        members.forEach { $0.kill() }
        expire()
        requests = []
        let last = members[0]
        try last.start(self, seed: generator.next(), dyingAfter: nil)
        join(last)
        owner = last.token
        for _ in 0..<200 {
            try last.sweep(self)
            try last.advance(self, isOwner: true)
            deliver(answering: true)
        }
        guard committed?.offset == logEnd else {
            throw HandoverStuck(position: committed?.offset, end: logEnd, waiting: last.waiting)
        }
    }
}

struct HandoverStuck: Error {
    let position: Int64?
    let end: Int64
    let waiting: [PendingEpoch]
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Runtime
import Sinks

/// One process of the simulation: what `Ingest`, `ArchiveWriter` and `BrokerReader` do around the shipping state
/// machines, decisions and store, with every message between them in a queue that the schedule moves.
final class SimulatedProcess {
    let number: Int
    /// The root that it runs on.
    let home: Int
    unowned let world: SimulatedWorld
    private(set) var run = 0
    private(set) var system: MemoryFileSystem?
    private(set) var store: EpochStore?
    /// Its slot among those of all roots; -1 while it has none.
    private(set) var slot = -1
    var generator = SeededGenerator(seed: 0)
    var isPaused = false
    var isStopping = false
    var isLeaving = false

    // The consumer, as the program sees it.
    var membership = 0
    var token: Int?
    var assignmentIsLost = false
    var events: [SimulatedEvent] = []
    var results: [SimulatedResult] = []
    var hasConsumer = false

    // The ingest.
    var intakes: [SimulatedIntake?]
    var owners: [EpochID: SimulatedIntake] = [:]
    var publishing: [EpochID: Manifest] = [:]
    var lastTicket = 0
    var leaving: Set<Int> = []
    var isRevoking = false
    var restarting: Set<Int> = []
    var unsent: [(partition: Int, position: CommittedPosition, epoch: EpochID)] = []
    var mail: [SimulatedMail] = []
    var rejoinAt: Duration = .zero
    var nextSweep: Duration = .zero
    var hasSweep = false

    // The other threads.
    var commands: [SimulatedCommand] = []
    var questions: [SimulatedQuestion] = []

    init(number: Int, home: Int, world: SimulatedWorld) {
        self.number = number
        self.home = home
        self.world = world
        intakes = Array(repeating: nil, count: world.partitions.count)
    }

    var isUp: Bool { system != nil }
    var rules: SimulationRules { world.rules }
    /// Whether the group knows the client: what its slot's earlier ones have asked is fenced then.
    var hasJoined: Bool { token != nil }

    /// Starts the program: it takes a slot of the root.
    ///
    /// - Parameter effects: it dies right after so many effects on the disk; nil: it lives on.
    func start(dyingAfter effects: Int?) {
        run += 1
        generator = SeededGenerator(seed: UInt64(run * 64 + number + 1))
        let place = world.roots[home]
        let system = place.disk.process(dyingAfter: effects, logsCalls: false)
        self.system = system
        let files = rules.fileSystem(over: system)
        do throws(StoreError) {
            var root = place.root
            if world.shape.isThorough {
                root = try ArchiveRoot.open(place.path, fileSystem: files, using: &generator)
            }
            root = root.reached(through: files, manifests: world.coding)
            let store = try EpochStore.open(
                root, group: SimulatedWorld.group, outputs: world.shape.isThorough ? ["rows"] : [], using: &generator)
            self.store = store
            slot = home * ProtocolLimits.slots + store.slot.number
        } catch {
            // What keeps a start from its slot is tried again with the next one.
            if !system.isDead, !error.mayPass { world.report(.broken, "start: \(error.message)") }
            end()
            return
        }
        hasSweep = true
        if rules.isOff(.settleAfterJoin) { commands.append(.listLeftovers) }
    }

    /// The process ends, by a kill or at its own will.
    func end() {
        system?.kill()
        system = nil
        store = nil
        if let token { world.heard(slot: slot, token: token) }
        (isPaused, isStopping, isLeaving, isRevoking, hasSweep, assignmentIsLost, hasConsumer) =
            (false, false, false, false, false, false, false)
        (token, slot) = (nil, -1)
        (rejoinAt, nextSweep) = (.zero, .zero)
        events = []
        results = []
        for partition in intakes.indices { intakes[partition] = nil }
        owners = [:]
        publishing = [:]
        leaving = []
        restarting = []
        unsent = []
        mail = []
        commands = []
        questions = []
    }

    // MARK: - Membership

    /// Makes a client where there is none, and joins the group as the client does by itself.
    func join() {
        guard token == nil, world.now >= rejoinAt, !isLeaving, events.isEmpty, !isRevoking else { return }
        if !hasConsumer {
            guard !isStopping else { return }
            hasConsumer = true
            membership += 1
        }
        assignmentIsLost = false
        world.join(self)
    }

    /// Gives up the membership without a word.
    func rejoin() {
        dropMembership()
        rejoinAt = world.now + SimulationLimits.retryPause
    }

    func dropMembership() {
        let ended = intakes.compactMap { $0 }
        for partition in intakes.indices { intakes[partition] = nil }
        leaving = []
        isRevoking = false
        restarting = []
        unsent = []
        for intake in ended { apply(intake.machine.dropped(), to: intake) }
        if let token { world.heard(slot: slot, token: token) }
        token = nil
        hasConsumer = false
        events = []
        results = []
        assignmentIsLost = false
    }

    /// The client hears that the group has expelled it.
    func hearsOfLoss() {
        token = nil
        assignmentIsLost = true
        events.removeAll { if case .lost = $0 { false } else { true } }
        events.append(.lost(intakes.indices.filter { intakes[$0] != nil }))
    }

    // MARK: - Rebalances

    func takeEvent() {
        guard !isRevoking, !events.isEmpty else { return }
        hasSweep = true
        switch events.removeFirst() {
        case .assign(let partition):
            guard !isStopping else { return }
            if rules.isOff(.abandonOnLoss), intakes[partition] != nil { return }
            assign(partition)
        case .revoke(let partition):
            restarting.remove(partition)
            guard let intake = intakes[partition] else {
                world.released(partition, by: self)
                return
            }
            isRevoking = true
            leaving = [partition]
            apply(intake.machine.revoked(now: world.now), to: intake)
        case .lost(let partitions):
            restarting.subtract(partitions)
            if rules.isOff(.abandonOnLoss) { return }
            for partition in partitions {
                guard let intake = intakes[partition] else { continue }
                apply(intake.machine.lost(), to: intake)
            }
        }
    }

    func assign(_ partition: Int) {
        lastTicket += 1
        let intake = SimulatedIntake(partition: partition, ticket: lastTicket)
        intake.life = world.partitions[partition].life
        intakes[partition] = intake
        apply(intake.machine.assigned(), to: intake)
    }

    /// Begins partitions again that the broker had stopped.
    func beginAgain() {
        guard !restarting.isEmpty, !isRevoking, !isStopping, hasConsumer else { return }
        for partition in restarting.sorted() where world.group.owner[partition] == slot && token != nil {
            assign(partition)
        }
        restarting = []
    }

    /// A stop was asked for: everything is sealed and committed, then the group is left.
    func stop() {
        guard !isStopping else { return }
        isStopping = true
        for intake in intakes.compactMap({ $0 }) { apply(intake.machine.revoked(now: world.now), to: intake) }
    }

    func leaveIfDrained() {
        guard isStopping, !isLeaving, intakes.allSatisfy({ $0 == nil }) else { return }
        isLeaving = true
        if let token { world.leave(slot: slot, token: token) }
        dropMembership()
        commands.append(.stop)
    }
}

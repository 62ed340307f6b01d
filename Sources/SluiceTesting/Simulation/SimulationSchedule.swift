// Sluice
// SPDX-License-Identifier: Apache-2.0

import Runtime

/// Draws the actions of a schedule, each fit for the world as it stands.
///
/// How often each kind of trouble comes is drawn, too: a schedule in which requests linger or processes die often finds
/// what an average one does not.
struct SimulationSchedule {
    private enum Kind: CaseIterable {
        case kill, pause, stop, move, append, wait, expel, drop, disk, roots, operators, delivery, tick, work
    }

    private var generator: SeededGenerator
    private let shape: SimulationShape
    /// A kind as often as it is to be drawn.
    private var kinds: [Kind] = []
    /// What follows whatever comes next.
    private var queued: [SimulationAction] = []

    init(_ shape: SimulationShape, generator: SeededGenerator) {
        self.shape = shape
        self.generator = generator
        for kind in Kind.allCases { kinds += Array(repeating: kind, count: weight(of: kind)) }
    }

    private mutating func weight(of kind: Kind) -> Int {
        switch kind {
        case .kill: [1, 1, 4][draw(3)]
        case .pause: [0, 1, 2][draw(3)]
        case .stop, .expel: [0, 1][draw(2)]
        case .drop: [0, 1, 3][draw(3)]
        case .move: [1, 2, 6][draw(3)]
        case .append: 3
        case .wait: [1, 2, 4][draw(3)]
        case .disk: shape.hasDiskFaults ? 1 + draw(2) : 0
        case .roots: shape.roots > 1 ? draw(3) : 0
        case .operators: shape.hasOperators ? 2 + draw(4) : 0
        case .delivery: [2, 6, 14][draw(3)]
        case .tick: 6
        case .work: 64
        }
    }

    private mutating func draw(_ below: Int) -> Int { Int(generator.next() % UInt64(below)) }

    /// An action for the world, which may turn out to make no sense.
    mutating func next(for world: SimulatedWorld) -> SimulationAction {
        if let action = queued.popLast() { return action }
        if let action = race(in: world) { return action }
        let number = draw(shape.processes)
        let partition = draw(shape.partitions)
        // A halt is of use only if operators act before the group is there again.
        if shape.hasOperators, world.isHalted, draw(2) == 0 { return operators(partition, world) }
        switch kinds[draw(kinds.count)] {
        case .kill: return .kill(number)
        case .pause: return .pause(number)
        case .stop: return .stop(number)
        case .move: return .move(partition: partition, process: number)
        case .append: return .append(partition: partition, records: 1 + draw(4))
        case .wait: return .wait(milliseconds: [100, 300, 1_000, 5_000, 10_000, 30_000][draw(6)])
        case .expel: return .expel(draw(shape.processes))
        case .drop: return .drop(draw(max(1, world.requests.count)))
        case .disk: return disk(number, shape.homes[number])
        case .roots:
            let root = shape.homes[number]
            return world.roots[root].isGone ? .findRoot(root) : .loseRoot(root)
        case .operators: return operators(partition, world)
        case .delivery: return delivery(world)
        case .tick: return .tick(number)
        case .work: return work(number, partition, world)
        }
    }

    private mutating func delivery(_ world: SimulatedWorld) -> SimulationAction {
        if world.requests.isEmpty { return .tick(draw(shape.processes)) }
        let how: SimulationAction.Delivery =
            switch draw(10) {
            case 0: .unanswered
            case 1: .busy
            case 2: .timedOut
            default: .answered
            }
        return .deliver(draw(world.requests.count), how)
    }

    private mutating func disk(_ number: Int, _ root: Int) -> SimulationAction {
        switch draw(8) {
        case 0...2: .cutPower(root: root, generator.next() % 1024)
        case 3...5: .failSync(number, nth: 1 + draw(6))
        case 6: .fillDisk(root: root)
        default: .freeDisk(root: root)
        }
    }

    private mutating func operators(_ partition: Int, _ world: SimulatedWorld) -> SimulationAction {
        let isEmpty = world.group.members.isEmpty
        if world.operatorActions >= SimulationLimits.operatorActions { return .tick(draw(shape.processes)) }
        if !isEmpty, draw(3) != 0 { return .halt }
        switch isEmpty ? draw(18) : 15 + draw(5) {
        case 0...3: return .reset(partition: partition, .back(1 + draw(8)))
        case 4...5: return .reset(partition: partition, .current)
        case 6...7: return .reset(partition: partition, .end)
        case 8: return .reset(partition: partition, .foreign)
        case 9...10: return .reset(partition: partition, .restored(draw(8)))
        case 11: return .reset(partition: partition, .carried(1 + draw(6)))
        case 12...14: return .deleteGroup
        case 15:
            refill(partition)
            return .recreate(partition: partition)
        case 16:
            refill(partition)
            return .truncate(partition: partition, by: 1 + draw(4))
        default: return .retain(partition: partition, by: 1 + draw(6))
        }
    }

    /// A commit that is sent before the epoch before it is published, and a death before that: only a broken rule lets
    /// it happen within one partition.
    private mutating func race(in world: SimulatedWorld) -> SimulationAction? {
        guard shape.partitions == 1 else { return nil }
        for process in world.processes where !process.unsent.isEmpty && process.isUp && !process.isPaused {
            let publishes = process.commands.contains { if case .publish = $0 { true } else { false } }
            if publishes {
                queued = [.kill(process.number), .deliver(world.requests.count, .unanswered)]
                return .send(process.number)
            }
        }
        return nil
    }

    /// Fills a log at once that is another one now, before anyone reads.
    private mutating func refill(_ partition: Int) {
        if shape.clientsNotice || draw(4) == 0 { return }
        for _ in 0...draw(4) { queued.append(.append(partition: partition, records: 1 + draw(4))) }
    }

    private mutating func work(_ number: Int, _ partition: Int, _ world: SimulatedWorld) -> SimulationAction {
        let process = world.processes[number]
        if world.roots[process.home].isGone {
            return draw(12) == 0 ? .findRoot(process.home) : .wait(milliseconds: 300)
        }
        guard process.isUp else { return .start(number, dies: draw(3) == 0 ? 1 + draw(120) : 0) }
        if process.isPaused { return .resume(number) }
        if process.token == nil, draw(3) == 0 { return .tick(number) }
        if process.token != nil, world.group.owner[partition] == nil, draw(3) == 0 {
            return .move(partition: partition, process: number)
        }
        if draw(4) == 0 { return .advance(number, steps: 2 + draw(12)) }
        for _ in 0..<4 {
            switch draw(6) {
            case 0 where process.hasIngestWork: return .ingest(number)
            case 1 where !process.commands.isEmpty: return .write(number)
            case 2 where !process.questions.isEmpty: return .ask(number)
            case 3 where !process.unsent.isEmpty: return .send(number)
            case 4 where process.intakes[partition]?.machine.takesRecords == true:
                return .fetch(number, partition: partition, records: 1 + draw(4))
            case 5 where process.intakes[partition]?.machine.maySeal == true:
                return .close(number, partition: partition)
            default: continue
            }
        }
        return process.hasIngestWork ? .ingest(number) : process.commands.isEmpty ? .ask(number) : .write(number)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A schedule written by hand, to show that one rule is needed where a drawn one gets there too rarely: it passes with
/// all rules in force and breaks a promise without any one of its `rules`.
package struct DirectedSchedule: Sendable, CustomStringConvertible {
    /// What holds at the end of this schedule beside what holds for all of them, whatever operators have done.
    package enum Promise: Sendable {
        /// Every record that a log has is published.
        case archived
        /// No epoch waits undecided.
        case decided
        /// No epoch whose commit the coordinator took is rolled back.
        case kept
        /// No published epoch waits undecided, too.
        case publishedOnce
    }

    /// The mutants that it notices, by their names; none where it shows that an error is gone.
    package let rules: [String]
    package let shape: SimulationShape
    package let promise: Promise?
    package let actions: [SimulationAction]

    init(
        _ rules: [String], _ shape: SimulationShape, promise: Promise? = nil, _ actions: [[SimulationAction]]
    ) {
        self.rules = rules
        self.shape = shape
        self.promise = promise
        self.actions = actions.flatMap { $0 }
    }

    package var description: String { rules.joined(separator: ", ") }

    package static var all: [DirectedSchedule] { committing + starting + settling + found }
}

extension DirectedSchedule {
    /// The process starts, joins and gets the partition, if nobody else has it.
    ///
    /// - Parameter effects: it dies after so many effects on the disk; 0: it lives on.
    static func begin(_ process: Int, dies effects: Int = 0) -> [SimulationAction] {
        [.start(process, dies: effects), .tick(process), .move(partition: 0, process: process)]
    }

    /// The process does all that it can do without an answer from the coordinator.
    static func work(_ process: Int) -> [SimulationAction] { [.advance(process, steps: 60)] }

    /// It seals and commits the jump that its first start makes, and publishes it; then it reads what is there, seals
    /// an epoch and sends its commit.
    static func firstCommit(_ process: Int) -> [SimulationAction] {
        begin(process) + work(process) + [.deliver(0, .answered)] + work(process)
    }

    /// It reads, commits and publishes all that is there.
    static func drain(_ process: Int) -> [SimulationAction] {
        let round = [.tick(process)] + work(process) + [.deliver(0, .answered)]
        return round + round + round + round + work(process)
    }

    /// The process dies, and later its session ends.
    static func die(_ process: Int) -> [SimulationAction] { [.kill(process), .wait(milliseconds: 10_000)] }

    /// The newest request is done and its answer lost: the process dies without having heard of it.
    static func dieCommitted(_ process: Int) -> [SimulationAction] { [.deliver(0, .unanswered)] + die(process) }

    static func append(_ records: Int) -> [SimulationAction] { [.append(partition: 0, records: records)] }

    static func reset(_ kind: SimulationAction.Reset) -> [SimulationAction] {
        [.halt, .reset(partition: 0, kind)]
    }
}

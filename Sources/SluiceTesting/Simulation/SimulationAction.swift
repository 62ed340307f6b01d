// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One step of a schedule. Schedules are lists of them, so that one which fails can be replayed and shrunk; an action
/// that makes no sense where it stands does nothing.
package enum SimulationAction: Hashable, Sendable {
    // Processes.
    /// A process starts and dies after so many effects on the disk; 0: it lives on.
    case start(Int, dies: Int)
    case kill(Int)
    case pause(Int)
    case resume(Int)
    case stop(Int)
    // What its threads do next.
    case ingest(Int)
    case fetch(Int, partition: Int, records: Int)
    case close(Int, partition: Int)
    case send(Int)
    case tick(Int)
    case write(Int)
    case ask(Int)
    /// So many of these at once, in the program's usual order.
    case advance(Int, steps: Int)
    // The group and the network.
    case deliver(Int, Delivery)
    case drop(Int)
    /// The session of one of the members ends, counted in the order of their slots.
    case expel(Int)
    case move(partition: Int, process: Int)
    case wait(milliseconds: Int)
    case append(partition: Int, records: Int)
    // The disk.
    case cutPower(root: Int, UInt64)
    /// The process's nth fsync from now on fails.
    case failSync(Int, nth: Int)
    case fillDisk(root: Int)
    case freeDisk(root: Int)
    /// The root's machine is gone, with all of its processes.
    case loseRoot(Int)
    case findRoot(Int)
    // Operators.
    /// Every process is killed and every session ends, as before an operator's change of offsets.
    case halt
    case reset(partition: Int, Reset)
    case deleteGroup
    case recreate(partition: Int)
    case truncate(partition: Int, by: Int)
    case retain(partition: Int, by: Int)

    /// What becomes of a commit on its way.
    package enum Delivery: Int, Hashable, Sendable, CaseIterable {
        case answered
        /// It is done and the answer is lost.
        case unanswered
        /// The coordinator is busy: it is not done, and may be sent again.
        case busy
        /// The client gives up waiting; the request is still on its way.
        case timedOut
    }

    /// What an operator makes of a position while nobody runs.
    package enum Reset: Hashable, Sendable {
        case back(Int)
        case current
        case end
        /// A foreign tool's text beside the same offset.
        case foreign
        /// An earlier commit, brought back whole.
        case restored(Int)
        /// The metadata of ours beside another offset.
        case carried(Int)
    }
}

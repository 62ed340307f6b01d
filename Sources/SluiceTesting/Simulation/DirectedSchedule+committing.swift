// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

extension DirectedSchedule {
    /// Rules of the commit and its metadata.
    static var committing: [DirectedSchedule] {
        [lastRecord, logStart, generation, origin, neverRepeat]
    }

    /// Only the metadata tell another root which record it has to find before the position.
    private static var lastRecord: DirectedSchedule {
        DirectedSchedule(
            ["last_record"], SimulationShape(homes: [0, 1]),
            [append(3), begin(0), drain(0), [.halt, .truncate(partition: 0, by: 2)], append(4), begin(1), drain(1)])
    }

    /// A first commit, of a position that names no record, arrives when the topic is another one already.
    private static var logStart: DirectedSchedule {
        DirectedSchedule(
            ["log_start"], SimulationShape(homes: [0]),
            [
                append(4), [.retain(partition: 0, by: 4)], begin(0), work(0),
                [.kill(0), .recreate(partition: 0), .deliver(0, .unanswered)], append(6),
            ])
    }

    /// A jump that begins a generation counts what retention took; others commit behind it until no chain names it.
    private static var generation: DirectedSchedule {
        DirectedSchedule(
            ["generation"], SimulationShape(homes: [0, 1, 2], onRewind: .append, chainMax: 1),
            [
                append(6), begin(0), drain(0), append(6), reset(.back(3)), [.retain(partition: 0, by: 8)],
                begin(0), work(0), dieCommitted(0), begin(1), drain(1), die(1), append(2), begin(2), drain(2),
            ])
    }

    /// An epoch lies committed in a root that is away; an operator's reset ends the chain that named it, and the next
    /// chain is of the same incarnation.
    static let beforeReset: [[SimulationAction]] = [
        append(3), begin(1), drain(1), die(1), append(2), begin(0), work(0), dieCommitted(0), reset(.current),
        begin(1), drain(1),
    ]

    private static var origin: DirectedSchedule {
        DirectedSchedule(["origin", "settling.beforeOrigin"], SimulationShape(homes: [0, 1]), beforeReset)
    }

    /// A commit without an answer is on its way while the same position is committed again, and the next one; then it
    /// arrives, and sets the group back.
    private static var neverRepeat: DirectedSchedule {
        DirectedSchedule(
            ["never_repeat"], SimulationShape(homes: [0], onRewind: .append),
            [
                append(3), firstCommit(0), [.deliver(0, .timedOut)], work(0), [.wait(milliseconds: 300), .tick(0)],
                work(0), [.deliver(1, .answered)], work(0), append(3), work(0), [.deliver(1, .answered)], work(0),
                [.deliver(0, .answered), .kill(0)],
            ])
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

extension DirectedSchedule {
    /// Schedules that showed errors of the protocol.
    static var found: [DirectedSchedule] {
        [retentionWithinSuperseded, rootsSupersedeTogether, truncatedWhileCommitting]
    }

    /// Retention takes the beginning of an epoch that is to be superseded, when the new generation has begun.
    private static var retentionWithinSuperseded: DirectedSchedule {
        DirectedSchedule(
            [], SimulationShape(homes: [0], onRewind: .supersede),
            [
                append(4), begin(0), drain(0), reset(.back(2)), begin(0), work(0), [.deliver(0, .unanswered), .halt],
                [.retain(partition: 0, by: 2)],
            ])
    }

    /// One root begins to supersede, and another one goes on in the middle of an epoch of its own.
    private static var rootsSupersedeTogether: DirectedSchedule {
        DirectedSchedule(
            [], SimulationShape(homes: [0, 1], onRewind: .supersede),
            [
                append(4), begin(1), drain(1), append(4), drain(1), die(1), append(4), begin(0), drain(0),
                reset(.back(9)), begin(0), work(0), [.deliver(0, .answered), .ingest(0), .write(0), .ingest(0)],
                [.fetch(0, partition: 0, records: 2), .close(0, partition: 0), .ask(0), .ingest(0), .write(0)],
                [.write(0), .ingest(0), .send(0), .deliver(0, .answered), .ingest(0), .write(0), .ingest(0)],
                die(0), begin(1), drain(1),
            ])
    }

    /// The log is cut off and filled again while a commit is on its way: the look before the next seal tells, and the
    /// epoch is rolled back; then its commit arrives.
    private static var truncatedWhileCommitting: DirectedSchedule {
        var shape = SimulationShape(homes: [0])
        shape.clientsNotice = false
        return DirectedSchedule(
            ["fence_outstanding"], shape,
            [
                append(4), firstCommit(0), append(3), work(0), [.truncate(partition: 0, by: 3)], append(4), append(4),
                work(0), [.tick(0)], work(0), [.deliver(0, .answered), .kill(0)],
            ])
    }
}

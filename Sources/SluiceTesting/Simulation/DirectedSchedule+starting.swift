// Sluice
// SPDX-License-Identifier: Apache-2.0

extension DirectedSchedule {
    /// Rules of the start of an assignment.
    static var starting: [DirectedSchedule] {
        [skipExactly, waitForOthers, drawnIncarnation, link]
    }

    /// An operator skips records, and after more were archived wants them back.
    private static var skipExactly: DirectedSchedule {
        DirectedSchedule(
            ["skip_exactly"], SimulationShape(homes: [0]), promise: .archived,
            [
                append(3), begin(0), drain(0), append(3), reset(.end), begin(0), append(2), drain(0), reset(.back(8)),
            ])
    }

    /// A slot's process has read that its epoch was committed, and publishes it when the owner has begun.
    private static var waitForOthers: DirectedSchedule {
        DirectedSchedule(
            ["wait_for_others"], SimulationShape(homes: [0, 0]),
            [
                append(3), begin(0), drain(0), append(3), work(0), dieCommitted(0), reset(.carried(3)),
                [.start(0, dies: 0), .tick(0), .write(0), .ingest(0), .ask(0), .ingest(0)], begin(1), drain(1),
            ])
    }

    /// Two roots begin to count with different lives of a topic.
    private static var drawnIncarnation: DirectedSchedule {
        DirectedSchedule(
            ["drawn_incarnation"], SimulationShape(homes: [0, 1]),
            [
                append(6), begin(0), drain(0), [.halt, .recreate(partition: 0)], append(3), begin(1), drain(1), die(1),
                append(4), begin(0), drain(0),
            ])
    }

    /// The log loses its end and gets another one unnoticed, and an operator wants it from the start: the epoch that is
    /// read then has the name of one that is published.
    private static var link: DirectedSchedule {
        DirectedSchedule(
            ["link+verify+skip_published"], SimulationShape(homes: [0]),
            [append(3), begin(0), drain(0), [.halt, .truncate(partition: 0, by: 2)], append(2), reset(.back(3))])
    }
}

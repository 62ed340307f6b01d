// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

extension DirectedSchedule {
    /// Rules of settling.
    static var settling: [DirectedSchedule] {
        [onlyRoot, notOwner, readAgain, otherIncarnation, beyondChain] + moveAtOnce + linked + published
    }

    /// A process dies while it puts aside an epoch that nothing proves, after each of its effects about there.
    private static var moveAtOnce: [DirectedSchedule] {
        (10...17).map { effects in
            DirectedSchedule(
                ["move_at_once"], SimulationShape(homes: [0, 1]),
                beforeReset + [[.start(0, dies: effects), .tick(0)], work(0), work(0)])
        }
    }

    /// What one root holds without a commit another one has read since; then the group is deleted.
    private static var onlyRoot: DirectedSchedule {
        DirectedSchedule(
            ["only_root"], SimulationShape(homes: [0, 1]),
            [
                append(3), firstCommit(0), [.drop(0)], die(0), begin(1), drain(1), [.halt, .deleteGroup], begin(0),
                drain(0),
            ])
    }

    /// A process dies while it publishes, after each of its effects about there: where the files have their names and
    /// the manifest has none, an operator who sets the group back must not make them nobody's.
    private static var linked: [DirectedSchedule] {
        (56...65).map { effects in
            DirectedSchedule(
                ["settling.linked", "settling.published+linked"], SimulationShape(homes: [0], isThorough: true),
                [append(3), begin(0, dies: effects), drain(0), append(3), reset(.back(3))])
        }
    }

    /// The same where the metadata go: nothing is undecided as long as one of the three rules holds.
    private static var published: [DirectedSchedule] {
        (48...59).map { effects in
            DirectedSchedule(
                ["settling.published+linked+cover_aside"], SimulationShape(homes: [0]),
                promise: .publishedOnce, [append(3), begin(0, dies: effects), drain(0), reset(.current)])
        }
    }

    /// A zombie's epoch is sealed when the owner has looked; the group has no offset until the owner's first commit.
    private static var notOwner: DirectedSchedule {
        DirectedSchedule(
            ["settling.notOwner"], SimulationShape(homes: [0, 0], saysOnlyRoot: true),
            [
                append(3), begin(0), work(0), [.deliver(0, .answered), .ingest(0), .write(0), .ingest(0)],
                [.fetch(0, partition: 0, records: 3), .close(0, partition: 0), .ask(0), .ingest(0), .write(0)],
                [.pause(0), .wait(milliseconds: 10_000), .deleteGroup], begin(1), work(1),
                [.resume(0), .write(0)], work(0), [.wait(milliseconds: 300), .tick(0)], work(0), drain(1),
            ])
    }

    /// An epoch without a commit, and a rewind to before it, which begins a generation.
    private static var readAgain: DirectedSchedule {
        DirectedSchedule(
            ["settling.readAgain"], SimulationShape(homes: [0], onRewind: .append), promise: .decided,
            [append(3), begin(0), drain(0), append(3), work(0), [.drop(0)], die(0), reset(.back(3))])
    }

    /// An epoch lies committed in a root that is away while the topic is created anew.
    private static var otherIncarnation: DirectedSchedule {
        DirectedSchedule(
            ["settling.otherIncarnation"], SimulationShape(homes: [0, 1]), promise: .kept,
            [
                append(3), firstCommit(0), dieCommitted(0), [.halt, .recreate(partition: 0)], append(4), begin(1),
                drain(1),
            ])
    }

    /// Two others have committed since, and the chain holds one of them.
    private static var beyondChain: DirectedSchedule {
        DirectedSchedule(
            ["settling.beyondChain"], SimulationShape(homes: [0, 1, 2], chainMax: 1),
            [
                append(3), firstCommit(0), dieCommitted(0), append(2), begin(1), drain(1), die(1), append(2), begin(2),
                drain(2),
            ])
    }
}

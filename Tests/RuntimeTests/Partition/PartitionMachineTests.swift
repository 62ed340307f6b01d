// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Runtime

struct PartitionMachineTests {
    /// What leads a machine to a phase, the event, what it asks for then and where it is afterwards.
    struct Transition: Sendable, CustomTestStringConvertible {
        let path: [MachineEvent]
        let event: MachineEvent
        let actions: [PartitionMachine.Action]
        let phase: PartitionMachine.Phase

        var testDescription: String { "\(path) + \(event)" }

        init(
            _ path: [MachineEvent], _ event: MachineEvent, _ actions: [PartitionMachine.Action],
            _ phase: PartitionMachine.Phase
        ) {
            self.path = path
            self.event = event
            self.actions = actions
            self.phase = phase
        }
    }

    static let asking: [MachineEvent] = [.assigned]
    static let settling = asking + [.brokerAnswered]
    static let verifying = settling + [.settledVerifying(9)]
    static let deciding = settling + [.settled]
    static let identifying = deciding + [.jumpsNaming(4, to: 5)]
    static let jumping = deciding + [.jumps(to: 5)]
    static let waiting = deciding + [.mustWait(at: 1)]
    static let reading = deciding + [.decided(10)]
    static let open = reading + [.opened]
    static let sealing = open + [.close]
    static let committing = sealing + [.sealed(1)]
    static let publishing = committing + [.committed(.done)]
    static let draining = open + [.revoked()]
    static let ended = reading + [.lost]

    static let toTheFirstRecord = [
        Transition([], .assigned, [.askBroker], .asking),
        Transition(asking, .brokerAnswered, [.settle], .settling),
        Transition(settling, .settledVerifying(9), [.readRecord(at: 9)], .verifying),
        Transition(settling, .settled, [.decide], .deciding),
        Transition(verifying, .verified, [.decide], .deciding),
        Transition(deciding, .decided(10), [.read(from: 10)], .reading),
        Transition(deciding, .jumps(to: 5), [.sealJump], .jumping),
        Transition(deciding, .jumpsNaming(4, to: 5), [.readRecord(at: 4)], .identifying),
        Transition(identifying, .identified, [.sealJump], .jumping),
        Transition(jumping, .sealed(1), [.commit(Epochs.sealed(1))], .jumping),
        Transition(jumping + [.sealed(1)], .committed(.done), [.publish(Epochs.sealed(1))], .jumping),
        Transition(jumping + [.sealed(1), .committed(.done)], .published(1), [.read(from: 5)], .reading),
        Transition(deciding, .mustWait(at: 1), [.waitForSlot], .waiting),
        Transition(waiting, .tick(1), [], .waiting),
        Transition(waiting, .tick(2), [.askBroker], .asking),
        // Answers that nobody waits for any more.
        Transition(settling, .brokerAnswered, [], .settling),
        Transition(asking, .settled, [], .asking),
        Transition(settling, .verified, [], .settling),
        Transition(asking, .decided(1), [], .asking),
        Transition(asking, .mustWait(at: 1), [], .asking),
        Transition(deciding, .identified, [], .deciding),
        Transition(reading, .settled, [], .reading),
        Transition(reading, .brokerAnswered, [], .reading),
    ]

    static let epochs = [
        Transition(reading, .close, [], .reading),
        Transition(open, .close, [.seal], .reading),
        Transition(sealing, .sealed(1), [.commit(Epochs.sealed(1))], .reading),
        Transition(committing, .committed(.done), [.publish(Epochs.sealed(1))], .reading),
        Transition(publishing, .published(1), [], .reading),
        Transition(publishing, .published(2), [], .reading),
        // The second is committed only when the first is published.
        Transition(committing + [.opened, .close], .sealed(2), [], .reading),
        Transition(publishing + [.opened, .close], .sealed(2), [], .reading),
        Transition(
            publishing + [.opened, .close, .sealed(2)], .published(1), [.commit(Epochs.sealed(2))], .reading),
        // Two sealed epochs that wait keep the open one open.
        Transition(sealing + [.opened, .close, .opened], .close, [], .reading),
        // A refusal for now is repeated after a pause, and not before.
        Transition(committing, .committed(.later, at: 3), [], .reading),
        Transition(committing + [.committed(.later, at: 3)], .tick(3), [], .reading),
        Transition(
            committing + [.committed(.later, at: 3)], .tick(4), [.commit(Epochs.sealed(1))], .reading),
        Transition(committing + [.committed(.later, at: 3), .tick(4)], .tick(9), [], .reading),
        // The end of a commit that has no good end.
        Transition(committing, .committed(.unknown), [.orphan(Epochs.sealed(1)), .rejoin(.commitUnknown)], .ended),
        Transition(committing, .committed(.refused), [.orphan(Epochs.sealed(1)), .rejoin(.commitRefused)], .ended),
        Transition(committing, .tick(29), [], .reading),
        Transition(committing, .tick(30), [.orphan(Epochs.sealed(1)), .rejoin(.commitUnknown)], .ended),
        Transition(
            committing + [.opened, .close, .sealed(2), .opened], .committed(.unknown),
            [.abandonOpen, .orphan(Epochs.sealed(1)), .orphan(Epochs.sealed(2)), .rejoin(.commitUnknown)], .ended),
        Transition(sealing, .sealFailed, [.rejoin(.sealFailed)], .ended),
        // Another log: nothing that was closed behind it is sealed, what was sealed before is left to settling.
        Transition(sealing, .logChanged, [.beginAgain], .ended),
        Transition(
            committing + [.opened, .close, .opened], .logChanged,
            [.abandonOpen, .orphan(Epochs.sealed(1)), .rejoin(.commitUnknown)], .ended),
        Transition(publishing + [.opened, .close], .logChanged, [.beginAgain], .ended),
        Transition(ended, .logChanged, [], .ended),
        Transition(sealing + [.opened], .sealFailed, [.abandonOpen, .rejoin(.sealFailed)], .ended),
        // An answer to nothing.
        Transition(reading, .committed(.done), [], .reading),
        Transition(reading, .published(1), [], .reading),
    ]

    static let ends = [
        Transition(asking, .revoked(), [.release], .ended),
        Transition(settling, .revoked(), [.release], .ended),
        Transition(verifying, .revoked(), [.release], .ended),
        Transition(deciding, .revoked(), [.release], .ended),
        Transition(identifying, .revoked(), [.release], .ended),
        Transition(waiting, .revoked(), [.release], .ended),
        Transition(reading, .revoked(), [.release], .ended),
        Transition(open, .revoked(), [.seal], .draining),
        Transition(sealing, .revoked(), [], .draining),
        Transition(jumping, .revoked(), [], .draining),
        Transition(draining, .revoked(), [], .draining),
        Transition(draining, .sealed(1), [.commit(Epochs.sealed(1))], .draining),
        Transition(
            draining + [.sealed(1)], .committed(.done), [.publish(Epochs.sealed(1))], .draining),
        Transition(draining + [.sealed(1), .committed(.done)], .published(1), [.release], .ended),
        // The jump of a revoked partition ends without a read.
        Transition(jumping + [.revoked(), .sealed(1), .committed(.done)], .published(1), [.release], .ended),
        // Time runs out: before the seal, with a commit outstanding, before the publication.
        Transition(draining, .tick(9), [], .draining),
        Transition(draining, .tick(10), [.release], .ended),
        Transition(
            draining + [.sealed(1)], .tick(10), [.orphan(Epochs.sealed(1)), .rejoin(.commitUnknown)], .ended),
        Transition(draining + [.sealed(1), .committed(.done)], .tick(10), [.release], .ended),
        // Loss commits nothing; a commit that is under way can only be read by a new member.
        Transition(open, .lost, [.abandonOpen, .release], .ended),
        Transition(sealing, .lost, [.release], .ended),
        Transition(
            committing, .lost, [.orphan(Epochs.sealed(1)), .release, .rejoin(.commitUnknown)], .ended),
        Transition(publishing, .lost, [.release], .ended),
        Transition(
            publishing + [.opened, .close, .sealed(2)], .lost, [.orphan(Epochs.sealed(2)), .release], .ended),
        Transition(jumping, .lost, [.release], .ended),
        Transition(draining, .lost, [.release], .ended),
        Transition(open, .dropped, [.abandonOpen], .ended),
        Transition(committing + [.opened], .dropped, [.abandonOpen, .orphan(Epochs.sealed(1))], .ended),
        Transition(asking, .dropped, [], .ended),
    ]

    @Test(arguments: toTheFirstRecord) func recordsFlowOnlyAfterEveryQuestionIsAnswered(_ row: Transition) {
        check(row)
    }

    @Test(arguments: epochs) func epochsAreSealedCommittedAndPublishedOneByOne(_ row: Transition) {
        check(row)
    }

    @Test(arguments: ends) func everyEndLeavesNothingHalfDone(_ row: Transition) {
        check(row)
    }

    static let anyEvent: [MachineEvent] = [
        .brokerAnswered, .settled, .settledVerifying(1), .verified, .mustWait(at: 1), .decided(1), .jumps(to: 2),
        .identified, .close, .sealed(1), .sealFailed, .committed(.done), .committed(.later), .committed(.refused),
        .committed(.unknown), .published(1), .tick(1000), .revoked(), .lost, .dropped,
    ]

    @Test(arguments: anyEvent) func nothingHappensAfterTheEnd(_ event: MachineEvent) {
        check(Transition(Self.ended, event, [], .ended))
        check(Transition(Self.committing + [.committed(.unknown)], event, [], .ended))
    }

    @Test func recordsAreTakenOnlyWhileReading() {
        let paths: [([MachineEvent], Bool)] = [
            ([], false), (Self.asking, false), (Self.verifying, false), (Self.identifying, false),
            (Self.jumping, false), (Self.waiting, false), (Self.reading, true), (Self.publishing, true),
            (Self.draining, false), (Self.ended, false),
        ]
        for (path, isTaken) in paths { #expect(machine(after: path).takesRecords == isTaken, "\(path)") }
    }

    @Test func aPartitionIsQuietWhenNothingOfItIsOnItsWay() {
        for path in [Self.reading, Self.publishing + [.published(1)]] {
            #expect(machine(after: path).isQuiet, "\(path)")
        }
        for path in [Self.open, Self.sealing, Self.committing, Self.publishing] {
            #expect(!machine(after: path).isQuiet, "\(path)")
        }
    }

    private func machine(after path: [MachineEvent]) -> PartitionMachine {
        var machine = PartitionMachine(limits: Epochs.limits)
        for event in path { _ = event.happen(to: &machine) }
        return machine
    }

    private func check(_ row: Transition) {
        var machine = machine(after: row.path)
        #expect(row.event.happen(to: &machine) == row.actions)
        #expect(machine.phase == row.phase)
    }
}

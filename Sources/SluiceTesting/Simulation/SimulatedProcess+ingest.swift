// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Runtime
import Sinks

extension SimulatedProcess {
    /// Whether `ingest` has something to do.
    var hasIngestWork: Bool {
        !mail.isEmpty || !results.isEmpty || (!events.isEmpty && !isRevoking) || !restarting.isEmpty
    }

    /// Takes one letter, answer or event, in the order of the program's loop.
    func ingest() {
        if !mail.isEmpty { return receive(mail.removeFirst()) }
        if !results.isEmpty { return receive(results.removeFirst()) }
        if !events.isEmpty, !isRevoking { return takeEvent() }
        beginAgain()
    }

    private func receive(_ letter: SimulatedMail) {
        switch letter {
        case .sealed(let manifest): receiveSealed(manifest)
        case .lost(let id):
            guard let intake = owners.removeValue(forKey: id) else { return }
            if intake.open?.id == id { intake.open = nil }
            apply(intake.machine.sealFailed(), to: intake)
        case .published(let id, let partition):
            guard let manifest = publishing.removeValue(forKey: id), let intake = intakes[partition] else { return }
            intake.tracker.settle(manifest)
            apply(intake.machine.published(id, now: world.now), to: intake)
        case .settled(let partition, let ticket, let answer):
            guard let intake = intakes[partition], intake.ticket == ticket else { return }
            intake.settled = answer
            intake.toVerify = StartDecision.recordToVerify(
                committed: intake.standing?.committed, coverage: answer.coverage)
            apply(intake.machine.settled(verifying: intake.toVerify), to: intake)
        case .leftovers(let partitions):
            if !partitions.isEmpty, hasJoined || rules.isOff(.settleAfterJoin) {
                questions.append(.committed(partitions, membership: membership))
            }
        case .standing(let partition, let ticket, let standing):
            guard let intake = intakes[partition], intake.ticket == ticket else { return }
            intake.standing = standing
            apply(intake.machine.brokerAnswered(), to: intake)
        case .record(let partition, let ticket, let identity):
            guard let intake = intakes[partition], intake.ticket == ticket else { return }
            if intake.closed.isAsking { return receive(anchor: identity, for: intake) }
            intake.found = identity
            let isVerifying = intake.machine.phase == .verifying
            apply(isVerifying ? intake.machine.verified() : intake.machine.identified(), to: intake)
        case .committed(let positions, let asker):
            guard asker == membership && hasJoined || rules.isOff(.settleAfterJoin) else { return }
            for (partition, committed) in positions {
                let isOwner = intakes[partition]?.machine.phase == .reading
                commands.append(
                    .settle(partition: partition, ticket: 0, committed: committed, isOwner: isOwner, position: nil))
            }
        }
    }

    private func receiveSealed(_ manifest: Manifest) {
        guard let intake = owners.removeValue(forKey: manifest.id), intake.machine.phase != .ended else {
            commands.append(.orphan(manifest.id))
            return
        }
        intake.manifests[manifest.id] = manifest
        let sealed = PartitionMachine.SealedEpoch(manifest, found: intake.found, previous: intake.previous)
        apply(intake.machine.sealed(sealed, now: world.now), to: intake)
    }

    private func receive(_ result: SimulatedResult) {
        guard let intake = intakes[result.partition], result.offset == intake.sent?.position else { return }
        if result.outcome == .done { intake.previous = intake.sent }
        var outcome = result.outcome
        if outcome == .unknown, rules.isOff(.neverRepeat) { outcome = .later }
        apply(intake.machine.committed(outcome, now: world.now), to: intake)
    }

    /// Sends what the machines want committed; nothing where the assignment is lost.
    func sendCommits() {
        guard hasConsumer, !unsent.isEmpty else { return }
        defer { unsent = [] }
        if assignmentIsLost, !rules.isOff(.askBeforeCommit) { return }
        for request in unsent { world.send(request.position, request.epoch, of: request.partition, from: self) }
    }

    /// Looks at ages and deadlines.
    func tick() {
        join()
        for intake in intakes.compactMap({ $0 }) { apply(intake.machine.tick(now: world.now), to: intake) }
        if hasSweep || world.now >= nextSweep {
            hasSweep = false
            nextSweep = world.now + .seconds(5)
            if hasJoined { commands.append(.listLeftovers) }
        }
        leaveIfDrained()
    }

    // MARK: - Records

    /// Reads up to so many records of a partition.
    func fetch(_ partition: Int, upTo count: Int) {
        guard let intake = intakes[partition], intake.machine.takesRecords, hasConsumer else { return }
        let log = world.partitions[partition]
        let start = intake.tracker.position
        let isGone = intake.life != log.life && world.shape.clientsNotice
        guard !isGone, start >= log.start, start <= log.end else {
            intake.beginsAgain = true
            return apply(intake.machine.revoked(now: world.now), to: intake)
        }
        intake.low = log.start
        var offset = start
        var taken = 0
        while taken < count, offset < log.end, intake.open?.records.count ?? 0 < SimulationLimits.epochRecords {
            if let record = log.record(at: offset), !intake.covered.passesOver(offset, at: intake.tracker.position) {
                take(record, at: offset, into: intake)
                taken += 1
            }
            offset += 1
        }
        if offset == log.end, offset > intake.tracker.position {
            openEpoch(of: intake)
            intake.open?.gaps += intake.covered.gaps(from: intake.tracker.position, upTo: offset)
            intake.tracker.advance(to: offset)
        }
        if intake.open?.records.count ?? 0 >= SimulationLimits.epochRecords { close(partition) }
    }

    private func take(_ record: Int32, at offset: Int64, into intake: SimulatedIntake) {
        openEpoch(of: intake)
        let identity = SimulatedLog.identity(of: record, at: offset)
        intake.open?.gaps += intake.covered.gaps(from: intake.tracker.position, upTo: offset)
        intake.open?.records.append(record)
        if intake.open?.first == nil { intake.open?.first = identity }
        intake.open?.last = identity
        try? intake.tracker.note(records: 1, through: offset)
    }

    private func openEpoch(of intake: SimulatedIntake) {
        guard intake.open == nil else { return }
        let id = EpochID(using: &generator)
        intake.open = .init(id: id)
        owners[id] = intake
        intake.machine.opened()
        commands.append(.begin(id))
    }

    /// The open epoch has reached its age.
    func close(_ partition: Int) {
        guard let intake = intakes[partition], intake.open != nil else { return }
        apply(intake.machine.close(), to: intake)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Runtime
import Sinks

extension SimulatedProcess {
    /// Performs what a machine asks for, as `Ingest` does.
    func apply(_ actions: [PartitionMachine.Action], to intake: SimulatedIntake) {
        for action in actions { perform(action, for: intake) }
        if intake.machine.phase == .ended { abandonClosed(intake) }
    }

    private func perform(_ action: PartitionMachine.Action, for intake: SimulatedIntake) {
        let (partition, ticket) = (intake.partition, intake.ticket)
        switch action {
        case .askBroker:
            intake.forgetFacts()
            questions.append(.standing(partition: partition, ticket: ticket))
        case .settle:
            let isSuperseding = world.shape.onRewind == .supersede
            commands.append(
                .settle(
                    partition: partition, ticket: ticket, committed: intake.standing?.committed, isOwner: true,
                    position: isSuperseding ? intake.standing?.position : nil))
        case .readRecord(let offset):
            questions.append(.record(partition: partition, offset: offset, ticket: ticket))
        case .decide: decide(intake)
        case .sealJump: sealJump(of: intake)
        case .read(let position): read(intake, from: position)
        case .seal: seal(intake)
        case .commit(let epoch): commit(epoch, of: intake)
        case .publish(let epoch): publish(epoch, of: intake)
        case .abandonOpen:
            guard let epoch = intake.open else { return }
            intake.open = nil
            owners[epoch.id] = nil
            abandon(epoch.id)
        case .orphan(let epoch): commands.append(.orphan(epoch.id))
        case .release: release(intake)
        case .beginAgain:
            world.note("log is another one")
            intake.beginsAgain = true
            release(intake)
        case .rejoin(let reason):
            if reason == .commitUnknown, rules.isOff(.noGuess) { return guess(intake) }
            rejoin()
        case .waitForSlot: world.note("waits")
        }
    }

    private func decide(_ intake: SimulatedIntake) {
        guard let standing = intake.standing, let settled = intake.settled else { return }
        let facts = StartFacts(
            committed: standing.committed, logStart: standing.logStart, logEnd: standing.logEnd,
            verification: Verification(
                expected: intake.toVerify, found: intake.found, logStart: standing.logStart,
                logEnd: standing.logEnd),
            coverage: settled.coverage, pending: settled.pending, hasUndecided: settled.hasUndecided,
            start: .earliest, onRewind: world.shape.onRewind, holder: settled.holder, randomBits: generator.next())
        switch StartDecision.decide(rules.facts(facts)) {
        case .wait: apply(intake.machine.mustWait(now: world.now), to: intake)
        case .refuse: world.report(.broken, "metadata of a newer version that nobody wrote")
        case .start(let plan):
            intake.plan = plan
            intake.previous = plan.previous
            intake.found = nil
            for report in plan.reports { world.note(report) }
            let jumps = plan.jump != nil && !rules.isOff(.jumpIsEpoch)
            apply(
                intake.machine.decided(
                    position: plan.position, jumps: jumps, identityOffset: plan.jump?.identityOffset),
                to: intake)
        }
    }

    private func sealJump(of intake: SimulatedIntake) {
        guard let plan = intake.plan, let store else { return }
        let manifest = rules.jump(
            Manifest.jump(
                id: EpochID(using: &generator), plan: plan, slot: store.slot, cluster: "c",
                group: SimulatedWorld.group, topic: SimulatedWorld.topic, partition: Int32(intake.partition),
                sealedMs: 0))
        owners[manifest.id] = intake
        world.begins(manifest.id, era: intake.standing?.era ?? 0)
        commands.append(.seal(manifest, records: []))
    }

    private func read(_ intake: SimulatedIntake, from position: Int64) {
        intake.tracker = .init(start: position)
        intake.covered = intake.plan?.covered ?? OffsetRanges()
    }

    private func seal(_ intake: SimulatedIntake) {
        guard let epoch = intake.open, let plan = intake.plan, let store, let range = intake.tracker.cut() else {
            return
        }
        intake.open = nil
        var counts = Dispositions()
        counts.archived = Int64(epoch.records.count)
        let manifest = Manifest(
            id: epoch.id, slot: store.slot, cluster: "c", group: SimulatedWorld.group, topic: SimulatedWorld.topic,
            partition: Int32(intake.partition), incarnation: plan.incarnation,
            generation: plan.generation, first: range.first, last: range.next - 1, next: range.next,
            predecessor: intake.lastSealed ?? intake.previous?.manifest,
            predecessorSlot: intake.lastSealed == nil ? intake.previous?.slot : store.slot,
            firstRecord: epoch.first, lastRecord: epoch.last, dispositions: counts, gaps: epoch.gaps)
        intake.lastSealed = epoch.id
        intake.lastClosed = epoch.last ?? intake.lastClosed
        world.begins(epoch.id, era: intake.standing?.era ?? 0)
        intake.closed.append(epoch.records, manifest)
        if !intake.closed.isAsking { sealClosed(of: intake) }
    }

    private func sealClosed(of intake: SimulatedIntake) {
        while let step = intake.closed.next(after: intake.previous, logStart: intake.plan?.logStart ?? 0) {
            switch step {
            case .ask where rules.isOff(.checkLog): _ = intake.closed.found(nil)
            case .ask(let offset):
                questions.append(.record(partition: intake.partition, offset: offset, ticket: intake.ticket))
                return
            case .seal(let records, let manifest): commands.append(.seal(manifest, records: records))
            }
        }
    }

    func receive(anchor identity: RecordIdentity?, for intake: SimulatedIntake) {
        guard intake.closed.found(identity) else {
            var actions = intake.machine.logChanged()
            if rules.isOff(.fenceOutstanding) {
                actions = actions.map { if case .rejoin = $0 { .beginAgain } else { $0 } }
            }
            return apply(actions, to: intake)
        }
        sealClosed(of: intake)
    }

    private func abandonClosed(_ intake: SimulatedIntake) {
        for (_, manifest) in intake.closed.removeAll() {
            owners[manifest.id] = nil
            abandon(manifest.id)
        }
    }

    private func commit(_ epoch: PartitionMachine.SealedEpoch, of intake: SimulatedIntake) {
        guard let manifest = intake.manifests[epoch.id], let plan = intake.plan, let store else { return }
        let metadata = rules.metadata(
            CommitMetadata.next(
                after: intake.previous, manifest: manifest, slot: store.slot, lastRecord: epoch.last,
                logStart: max(plan.logStart, intake.low), origin: plan.origin, chainMax: world.shape.chainMax))
        intake.sent = metadata
        let position = CommittedPosition(offset: epoch.next, metadata: metadata.encode())
        unsent.append((intake.partition, position, epoch.id))
    }

    private func publish(_ epoch: PartitionMachine.SealedEpoch, of intake: SimulatedIntake) {
        guard let manifest = intake.manifests.removeValue(forKey: epoch.id) else { return }
        publishing[epoch.id] = manifest
        commands.append(.publish(epoch.id, partition: intake.partition))
        if rules.isOff(.publishBeforeNext) {
            publishing[epoch.id] = nil
            intake.tracker.settle(manifest)
            apply(intake.machine.published(epoch.id, now: world.now), to: intake)
        }
    }

    /// The mutant that takes an unknown outcome for a success.
    private func guess(_ intake: SimulatedIntake) {
        rejoin()
        for index in commands.indices {
            guard case .orphan(let id) = commands[index], intake.sent?.manifest == id else { continue }
            commands[index] = .publish(id, partition: intake.partition)
        }
    }

    func abandon(_ id: EpochID) {
        commands.removeAll { command in
            if case .seal(let manifest, _) = command { manifest.id == id && !manifest.isJump } else { false }
        }
        commands.append(.abandon(id))
    }

    private func release(_ intake: SimulatedIntake) {
        let partition = intake.partition
        intakes[partition] = nil
        unsent.removeAll { $0.partition == partition }
        if leaving.remove(partition) != nil {
            guard leaving.isEmpty, isRevoking else { return }
            isRevoking = false
            world.released(partition, by: self)
        } else if intake.beginsAgain {
            restarting.insert(partition)
        }
    }
}

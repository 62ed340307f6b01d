// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks
import Telemetry
import Topology

extension Ingest {
    /// Performs what a machine asks for, and what follows from it.
    func apply(_ actions: [PartitionMachine.Action], to intake: Intake) {
        for action in actions { perform(action, for: intake) }
        if intake.machine.phase == .ended { abandonClosed(intake) }
    }

    private func perform(_ action: PartitionMachine.Action, for intake: Intake) {
        switch action {
        case .askBroker:
            intake.forgetFacts()
            ports.broker.send(.standing(intake.partition, ticket: intake.ticket))
        case .settle:
            let committed = intake.standing?.committed
            let isSuperseding = plan.archive.onRewind == .supersede
            ports.writer.send(
                .settle(
                    SettleRequest(
                        partition: intake.partition, ticket: intake.ticket, committed: committed, isOwner: true,
                        position: isSuperseding ? intake.standing?.position : nil,
                        isOnlyRoot: plan.archive.isOnlyRoot)))
        case .readRecord(let offset):
            ports.broker.send(.record(intake.partition, at: offset, ticket: intake.ticket))
        case .decide: decide(intake)
        case .sealJump: sealJump(of: intake)
        case .read(let position): beginReading(intake, from: position)
        case .seal: seal(intake)
        case .commit(let epoch): commit(epoch, of: intake)
        case .publish(let epoch):
            publishing[epoch.id] = intake.manifests.removeValue(forKey: epoch.id)
            ports.writer.send(.publish(epoch.id, intake.partition))
        case .abandonOpen: abandonOpen(intake)
        case .orphan(let epoch): ports.writer.send(.orphan(epoch.id))
        case .release: release(intake)
        case .beginAgain:
            log.warning(
                "the log is another one than was read: the topic was re-created or truncated",
                ["kafka.partition": .string("\(intake.partition)")])
            intake.beginsAgain = true
            release(intake)
        case .rejoin(let reason): rejoin(because: "\(reason)")
        case .waitForSlot:
            log.warning(
                "waiting for a slot that another process holds to settle the partition's epochs",
                ["kafka.partition": .string("\(intake.partition)")],
                limit: LogLimit("slot.\(plan.name).\(intake.partition)", every: .seconds(10)))
        }
    }

    // MARK: - Up to the first record

    private func decide(_ intake: Intake) {
        let onRewind = plan.archive.onRewind.option
        let start = plan.source.start.option
        guard let facts = intake.startFacts(start: start, onRewind: onRewind, randomBits: random.next()) else {
            preconditionFailure("a start is decided when all facts are there")
        }
        switch StartDecision.decide(facts) {
        case .wait: apply(intake.machine.mustWait(now: time.monotonic()), to: intake)
        case .refuse(let version):
            fail("\(intake.partition): committed by a newer Sluice (metadata version \(version)); run that one")
        case .start(let start):
            intake.plan = start
            intake.previous = start.previous
            intake.found = nil
            report(start.reports, of: intake.partition)
            apply(
                intake.machine.decided(
                    position: start.position, jumps: start.jump != nil, identityOffset: start.jump?.identityOffset),
                to: intake)
        }
    }

    private func report(_ reports: [StartReport], of partition: TopicPartition) {
        for report in reports {
            let text = "\(partition): \(report)"
            guard report.isAlert else {
                log.info(text)
                continue
            }
            log.warning(text)
            metrics.startAlerts.add()
        }
    }

    private func sealJump(of intake: Intake) {
        guard let start = intake.plan else { preconditionFailure("a jump follows a plan") }
        lastKey += 1
        let key = EpochKey(rawValue: lastKey)
        owners[key] = intake
        let manifest = Manifest.jump(
            id: EpochID(using: &random), plan: start, slot: settings.slot, cluster: settings.cluster,
            group: plan.source.group, topic: intake.partition.topic, partition: intake.partition.partition,
            sealedMs: time.wallMs())
        ports.writer.send(.sealJump(key, manifest))
    }

    /// Records flow when the start is noted and the quarantine is known.
    private func beginReading(_ intake: Intake, from position: Int64) {
        guard let start = intake.plan else { preconditionFailure("reading follows a plan") }
        ports.writer.send(
            .beginReading(
                ReadRequest(
                    partition: intake.partition, ticket: intake.ticket, incarnation: start.incarnation,
                    position: position, hasRecords: (intake.standing?.logEnd ?? 0) > position)))
    }

    func receive(_ answer: ReadAnswer) {
        guard let intake = intakes[answer.partition], intake.ticket == answer.ticket,
            intake.machine.phase == .reading
        else { return }
        intake.quarantined = answer.quarantined
        if answer.deaths >= RuntimeLimits.deadStarts {
            intake.deadStarts = (answer.position, answer.deaths)
            log.warning(
                "processes have died again and again while reading a partition from the same offset",
                [
                    "kafka.topic": .string(answer.partition.topic),
                    "kafka.partition": .int(Int64(answer.partition.partition)), "kafka.offset": .int(answer.position),
                    "starts": .int(Int64(answer.deaths)),
                ])
        }
        read(intake, from: answer.position)
    }

    private func read(_ intake: Intake, from position: Int64) {
        intake.tracker = OffsetTracker(start: position)
        intake.covered = intake.plan?.covered ?? OffsetRanges()
        do throws(KafkaError) {
            try consumer?.add([(intake.partition, position)])
        } catch {
            log.error("cannot read a partition", ["kafka.error": .string("\(error)")])
            rejoin(because: error.name)
        }
    }

    // MARK: - Epochs

    private func seal(_ intake: Intake) {
        guard let epoch = intake.open, let start = intake.plan else { return }
        guard let range = intake.tracker.cut() else { preconditionFailure("an open epoch has offsets") }
        intake.open = nil
        epoch.outputs.finish()
        deliverChunks()
        let hasTimes = epoch.minEventMs <= epoch.maxEventMs
        let manifest = Manifest(
            id: epoch.id, slot: settings.slot, cluster: settings.cluster, group: plan.source.group,
            topic: intake.partition.topic, partition: intake.partition.partition, incarnation: start.incarnation,
            generation: start.generation, first: range.first, last: range.next - 1, next: range.next,
            predecessor: intake.lastSealed ?? intake.previous?.manifest,
            predecessorSlot: intake.lastSealed == nil ? intake.previous?.slot : settings.slot,
            firstRecord: epoch.firstRecord,
            lastRecord: epoch.lastRecord, dispositions: epoch.dispositions(names: outputNames, rules: ruleNames),
            gaps: epoch.gaps, minEventMs: hasTimes ? epoch.minEventMs : nil,
            maxEventMs: hasTimes ? epoch.maxEventMs : nil)
        intake.lastSealed = epoch.id
        metrics.epochAge.observe(time.monotonic() - epoch.openedAt)
        intake.closed.append(epoch.key, manifest)
        if !intake.closed.isAsking { sealClosed(of: intake) }
    }

    /// Seals what was closed, as far as the log has been looked at.
    private func sealClosed(of intake: Intake) {
        while let step = intake.closed.next(after: intake.previous, logStart: intake.plan?.logStart ?? 0) {
            switch step {
            case .ask(let offset):
                return ports.broker.send(.record(intake.partition, at: offset, ticket: intake.ticket))
            case .seal(let key, let manifest): ports.writer.send(.seal(key, manifest))
            }
        }
    }

    /// What is in the log where the oldest closed epoch wants to know it.
    func receive(anchor identity: RecordIdentity?, for intake: Intake) {
        guard intake.closed.found(identity) else { return apply(intake.machine.logChanged(), to: intake) }
        sealClosed(of: intake)
    }

    private func abandonOpen(_ intake: Intake) {
        guard let epoch = intake.open else { return }
        intake.open = nil
        owners[epoch.key] = nil
        epoch.outputs.abandon()
        ports.writer.send(.abandon(epoch.key))
    }

    /// Gives up closed epochs whose log was not looked at in time.
    private func abandonClosed(_ intake: Intake) {
        for (key, _) in intake.closed.removeAll() {
            owners[key] = nil
            ports.writer.send(.abandon(key))
        }
    }

    private func commit(_ epoch: PartitionMachine.SealedEpoch, of intake: Intake) {
        guard let manifest = intake.manifests[epoch.id], let start = intake.plan else {
            preconditionFailure("only a sealed epoch is committed")
        }
        let metadata = CommitMetadata.next(
            after: intake.previous, manifest: manifest, slot: settings.slot, lastRecord: epoch.last,
            logStart: max(start.logStart, consumer?.knownWatermarks(of: intake.partition).low ?? 0),
            origin: start.origin)
        intake.sent = metadata
        commits.add(CommitRequest(partition: intake.partition, offset: epoch.next, metadata: metadata.encode()))
    }

    /// The assignment of the partition has ended; the group hears of it when all revoked ones have.
    private func release(_ intake: Intake) {
        intakes[intake.partition] = nil
        ports.writer.send(.endReading(intake.partition))
        commits.forget(intake.partition)
        do throws(KafkaError) {
            try consumer?.remove([intake.partition])
        } catch {
            log.warning("cannot give a partition back", ["kafka.error": .string("\(error)")])
        }
        if leaving.remove(intake.partition) != nil {
            answerRevoke()
        } else if intake.beginsAgain {
            restarting.insert(intake.partition)
        }
    }
}

extension ArchivePlan.Rewind {
    /// The same in the words of the epoch protocol.
    fileprivate var option: RewindOption {
        switch self {
        case .skip: .skip
        case .supersede: .supersede
        case .append: .append
        }
    }
}

extension KafkaSourcePlan.Start {
    /// The same in the words of the epoch protocol.
    fileprivate var option: StartOption {
        switch self {
        case .earliest: .earliest
        case .latest: .latest
        }
    }
}

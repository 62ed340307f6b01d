// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks
import Telemetry
import Topology

extension Ingest {
    func receive(_ letter: IngestMail) {
        guard outcome == nil else { return }
        switch letter {
        case .writer(let report): receive(report)
        case .broker(let answer): receive(answer)
        }
    }

    private func receive(_ report: WriterReport) {
        let now = time.monotonic()
        switch report {
        case .sealed(let key, let manifest): receiveSealed(key, manifest, now: now)
        case .lost(let key, let reason):
            log.error("an epoch's files could not be made durable", ["reason": .string(reason)])
            metrics.sealFailures.add()
            // Joining again at once would read the same records onto the same disk.
            mustTestDisk = true
            guard let intake = owners.removeValue(forKey: key) else { return }
            if intake.open?.key == key { intake.open = nil }
            apply(intake.machine.sealFailed(), to: intake)
        case .published(let id, let partition): receivePublished(id, of: partition, now: now)
        case .settled(let answer):
            for manifest in answer.published { note(published: manifest) }
            guard let intake = intakes[answer.partition], intake.ticket == answer.ticket else { return }
            intake.settled = answer
            intake.toVerify = StartDecision.recordToVerify(
                committed: intake.standing?.committed, coverage: answer.coverage)
            apply(intake.machine.settled(verifying: intake.toVerify), to: intake)
        case .mayRead(let answer): receive(answer)
        case .leftovers(let partitions):
            if partitions.isEmpty, hasJoined { settledMembership = membership }
            if !partitions.isEmpty, hasJoined {
                ports.broker.send(.committed(partitions, membership: membership))
            }
        case .sweepFailed(let reason):
            log.warning(
                "cannot look at what other processes have left", ["reason": .string(reason)],
                limit: LogLimit("sweep.\(plan.name)", every: .seconds(60)))
        case .ledgerFailed(let reason):
            log.warning(
                "old manifests could not roll up into the ledger; they stay as they are until it works",
                ["reason": .string(reason)], limit: LogLimit("ledger.\(plan.name)", every: .seconds(600)))
        case .failing(let reason):
            if writerFailure != reason { log.error("the archive cannot be written", ["reason": .string(reason)]) }
            writerFailure = reason
        case .recovered:
            writerFailure = nil
            log.info("the archive can be written again")
        case .diskTested(let isGood):
            isTestingDisk = false
            rejoinAt = now + (isGood ? .zero : rejoinBackoff.failed())
            mustTestDisk = !isGood
        case .disk(let space): receive(space, now: now)
        case .broken(let reason): fail(reason)
        }
    }

    private func receive(_ space: FreeSpace, now: Duration) {
        let change = disk.note(space, now: now)
        metrics.diskFreeBytes.set(space.available)
        metrics.diskFullSeconds.set(disk.secondsToFull)
        let fields: LogMetadata = ["free_bytes": .int(space.available), "min_free_bytes": .int(disk.threshold)]
        switch change {
        case .low?: log.warning("the disk is nearly full: nothing is taken in", fields)
        case .recovered?: log.info("the disk has room again: going on", fields)
        case nil: break
        }
    }

    private func receiveSealed(_ key: EpochKey, _ manifest: Manifest, now: Duration) {
        guard let intake = owners.removeValue(forKey: key), intake.machine.phase != .ended else {
            // Sealed after its assignment ended: settling decides.
            return ports.writer.send(.orphan(manifest.id))
        }
        intake.manifests[manifest.id] = manifest
        let sealed = PartitionMachine.SealedEpoch(manifest, found: intake.found, previous: intake.previous)
        apply(intake.machine.sealed(sealed, now: now), to: intake)
    }

    private func receivePublished(_ id: EpochID, of partition: TopicPartition, now: Duration) {
        guard let manifest = publishing.removeValue(forKey: id) else { return }
        note(published: manifest)
        rejoinBackoff.succeeded()
        guard let intake = intakes[partition] else { return }
        intake.settle(manifest)
        apply(intake.machine.published(id, now: now), to: intake)
    }

    private func note(published manifest: Manifest) {
        log.info(
            "epoch published",
            [
                "kafka.partition": .string("\(manifest.topicPartition)"), "first": .int(manifest.first),
                "next": .int(manifest.next), "files": .int(Int64(manifest.files.count)),
                "jump": .bool(manifest.isJump),
            ])
        metrics.notePublished(manifest)
    }

    private func receive(_ answer: BrokerAnswer) {
        if !answer.isFailure { silentSince = nil }
        switch answer {
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
            // What an earlier membership was told may be older than its own last commit, which was not fenced yet.
            if asker == membership, hasJoined { settleLeftovers(positions) }
        case .owners(let owners, let all, let asker):
            if asker == membership { receive(owners, of: all) }
        case .failed(.owners, let reason):
            // Asked again at the next turn, and no partition waits for it.
            log.debug("nobody says who has which partitions", ["reason": .string(reason)])
        case .failed(let question, let reason):
            log.warning("the broker does not answer", ["question": .string("\(question)"), "reason": .string(reason)])
            guard let (partition, ticket) = question.asker, let intake = intakes[partition], intake.ticket == ticket
            else { return }
            intake.unanswered = (question, time.monotonic() + RuntimeLimits.questionPause)
        }
    }

    /// Settles epochs of slots that this process holds, of partitions that it may not own.
    private func settleLeftovers(_ positions: [TopicPartition: CommittedPosition?]) {
        for (partition, committed) in positions {
            let isOwner = intakes[partition]?.machine.phase == .reading
            ports.writer.send(
                .settle(
                    SettleRequest(
                        partition: partition, ticket: 0, committed: committed, isOwner: isOwner,
                        isOnlyRoot: plan.archive.isOnlyRoot)))
        }
    }
}

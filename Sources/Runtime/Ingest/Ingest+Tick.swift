// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks
import Stages
import Telemetry
import Topology

extension Ingest {
    /// Looks at ages and deadlines.
    func tick(now: Duration) {
        if disk.isLow, consumer == nil {
            // Whoever joins would be given partitions and could not read them.
        } else if let rejoinAt, now >= rejoinAt, !isTestingDisk, stop == .running {
            if mustTestDisk {
                isTestingDisk = true
                ports.writer.send(.testDisk)
            } else {
                join()
            }
        } else if consumer == nil, rejoinAt == nil, !isTestingDisk, stop == .running {
            join()
        }
        for intake in Array(intakes.values) {
            apply(intake.machine.tick(now: now), to: intake)
            askAgain(for: intake, now: now)
            closeIfDue(intake, now: now)
        }
        if hasSweep || now >= nextSweep {
            hasSweep = false
            let isHurried = settings.closesAtEnd && !isSettled()
            nextSweep = now + (isHurried ? RuntimeLimits.endWatchInterval : RuntimeLimits.sweepInterval)
            if writerFailure == nil, hasJoined { ports.writer.send(.listLeftovers) }
            // Idle partitions send nothing when the brokers are back: any answer tells.
            if silentSince != nil, let partition = intakes.keys.first {
                ports.broker.send(.standing(partition, ticket: 0))
            }
        }
        askOwners(now: now)
        if let reason = brokenOrder {
            brokenOrder = nil
            rejoin(because: reason)
        }
        noteGauges(now: now)
        leaveIfDrained(now: now)
    }

    private func askAgain(for intake: Intake, now: Duration) {
        guard let (question, askAt) = intake.unanswered, now >= askAt else { return }
        intake.unanswered = nil
        if intake.machine.phase != .ended { ports.broker.send(question) }
    }

    private func closeIfDue(_ intake: Intake, now: Duration) {
        guard let epoch = intake.open, !disk.isLow else { return }
        let limits = plan.archive.epoch
        let isDue =
            now - epoch.openedAt >= limits.age || now - epoch.touchedAt >= limits.idle || epoch.isListFull
            || (settings.closesAtEnd && consumer?.isAtEnd(intake.partition) ?? false)
        if isDue { apply(intake.machine.close(), to: intake) }
    }

    private func noteGauges(now: Duration) {
        metrics.inFlightBytes.set(ports.inFlight.value)
        metrics.openFiles.set(files.openCount)
        metrics.assignedPartitions.set(intakes.count)
        stageMetrics.note(pipeline.counters)
    }

    // MARK: - Waiting

    /// Whether the disk is nearly full, the writer has more than it may have, or an epoch lists all that it may and
    /// those before it wait for their commits; the poll is left out then, and that is the whole back-pressure.
    func isStalled(now: Duration) -> Bool {
        let isListFull = intakes.values.contains { !$0.machine.maySeal && $0.open?.isListFull ?? false }
        guard isListFull || disk.isLow || ports.inFlight.value > settings.inFlightBytesMax else {
            stalledSince = nil
            return false
        }
        let since = stalledSince ?? now
        stalledSince = since
        if now - since >= settings.consumer.pollIntervalMax * RuntimeLimits.stallShare {
            stalledSince = nil
            mustTestDisk = true
            rejoin(because: "the archive takes nothing: \(disk.problem ?? writerFailure ?? "it is too slow")")
        }
        return true
    }

    func waitForWriter() {
        metrics.stalls.add()
        for letter in mail.take(waiting: executor.hasJobs ? .zero : RuntimeLimits.tick) { receive(letter) }
    }

    func waitWithoutConsumer(now: Duration) {
        for letter in mail.take(waiting: executor.hasJobs ? .zero : RuntimeLimits.pollWait) { receive(letter) }
    }

    // MARK: - Errors

    func takeErrors(of consumer: Consumer) {
        for error in consumer.takeErrors() {
            metrics.kafkaErrors.add()
            if error.isCode(.allBrokersDown) { silentSince = silentSince ?? time.monotonic() }
            guard error.isFatal else {
                log.warning(
                    "kafka", ["kafka.error": .string("\(error)")],
                    limit: LogLimit("kafka.\(error.name)", every: .seconds(10)))
                continue
            }
            // A fenced static member: another process has the slot's name, or had; a new client finds out.
            log.error("kafka gave the client up", ["kafka.error": .string("\(error)")])
            return rejoin(because: error.name)
        }
    }

    /// A partition that the broker stopped begins again from the first question: below the log's start, above its
    /// end, or a topic that is gone all look different there.
    func handleProblems() {
        let found = problems
        problems = []
        let now = time.monotonic()
        for problem in found {
            guard let intake = intakes[problem.partition] else { continue }
            log.warning(
                "a partition cannot be read on",
                ["kafka.partition": .string("\(problem.partition)"), "kafka.error": .string("\(problem.error)")])
            intake.beginsAgain = true
            apply(intake.machine.revoked(now: now), to: intake)
        }
    }
}

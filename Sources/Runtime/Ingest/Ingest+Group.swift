// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks
import Stages
import Telemetry
import Topology

extension Ingest {
    // MARK: - Membership

    /// Makes a consumer and joins the group.
    func join() {
        rejoinAt = nil
        do throws(KafkaError) {
            let consumer = try Consumer(settings.consumer)
            self.consumer = consumer
            membership += 1
            ownership = OwnershipWatch()
            nextOwners = time.monotonic() + settings.consumer.sessionTimeout
            consumerWake.set(consumer.waker)
            try consumer.subscribe(plan.source.topics)
            log.info("joining the group", ["kafka.group": .string(plan.source.group)])
        } catch {
            fail("cannot make a consumer: \(error)")
        }
    }

    /// Whether the group knows this membership: the requests of the slot's earlier ones are fenced then, so that what
    /// it has committed says what became of their epochs.
    var hasJoined: Bool { consumer.map { !$0.memberID.isEmpty } ?? false }

    /// Gives up the membership without a word: every open epoch goes, sealed ones are settled after the next join.
    func rejoin(because reason: String) {
        log.warning("giving up the membership, to join anew", ["reason": .string(reason)])
        metrics.rejoins.add()
        dropMembership()
        rejoinAt = time.monotonic() + rejoinBackoff.failed()
    }

    /// Asks who has which partitions, once a session.
    func askOwners(now: Duration) {
        guard now >= nextOwners, hasJoined, plan.source.assignment == .cooperativeSticky else { return }
        nextOwners = now + settings.consumer.sessionTimeout
        ports.broker.send(.owners(plan.source.topics, membership: membership))
    }

    /// Makes the group change where a partition belongs to nobody: when the session of a member ends, it does.
    func receive(_ owners: GroupOwners, of all: Set<TopicPartition>) {
        guard let consumer, hasJoined, !isRevoking, stop == .running else { return }
        let lost = ownership.note(owners, of: all, me: consumer.memberID)
        if lost.isEmpty { return }
        rejoin(because: "nobody has \(Self.text(Array(lost)))")
        rejoinAt = time.monotonic() + settings.consumer.sessionTimeout + RuntimeLimits.sessionMargin
    }

    private func dropMembership() {
        let ended = intakes.values
        intakes = [:]
        leaving = []
        isRevoking = false
        restarting = []
        problems = []
        commits = CommitBook()
        for intake in ended { apply(intake.machine.dropped(), to: intake) }
        consumerWake.set(nil)
        consumer?.abandon()
        consumer = nil
    }

    /// Ends for good.
    func finish(_ outcome: IngestOutcome) {
        guard self.outcome == nil else { return }
        stageMetrics.note(pipeline.counters)
        dropMembership()
        self.outcome = outcome
        ports.writer.send(.stop)
        ports.broker.send(.stop)
        for waiter in waiters { waiter.resume(returning: outcome) }
        waiters = []
        executor.finish()
    }

    /// Ends because nothing here can go on.
    func fail(_ reason: String) {
        log.error("the topology stops", ["reason": .string(reason)])
        finish(.failed(reason))
    }

    /// Leaves the group when a stop was asked for and everything of the partitions is settled.
    func leaveIfDrained(now: Duration) {
        guard case .draining(let until) = stop, intakes.isEmpty || now >= until else { return }
        if let consumer {
            let left = max(.seconds(1), min(until - now, RuntimeLimits.leaveDeadline))
            if !consumer.leave(within: left) { log.warning("left the group without its answer") }
            consumerWake.set(nil)
            self.consumer = nil
        }
        finish(.stopped)
    }

    // MARK: - Rebalances

    func takeRebalances() {
        guard let consumer, let event = consumer.takeRebalance() else { return }
        metrics.rebalances.add()
        hasSweep = true
        switch event {
        case .assign(let partitions):
            log.info("assigned", ["kafka.partitions": .string(Self.text(partitions))])
            answer(consumer)
            // Where the answer failed the membership is gone, and its partitions with it.
            guard self.consumer === consumer, stop == .running else { return }
            partitions.forEach(assign)
        case .revoke(let partitions, let lost):
            log.info("revoked", ["kafka.partitions": .string(Self.text(partitions)), "lost": .bool(lost)])
            isRevoking = true
            restarting.subtract(partitions)
            let affected = partitions.compactMap { intakes[$0] }
            leaving = Set(affected.map(\.partition))
            let now = time.monotonic()
            for intake in affected {
                apply(lost ? intake.machine.lost() : intake.machine.revoked(now: now), to: intake)
            }
            answerRevoke()
        }
    }

    /// Begins an assignment of a partition.
    func assign(_ partition: TopicPartition) {
        lastTicket += 1
        let intake = Intake(partition: partition, ticket: lastTicket, limits: settings.machine)
        intakes[partition] = intake
        apply(intake.machine.assigned(), to: intake)
    }

    /// Begins partitions again that the broker had stopped: they cannot be added while a revoke is open.
    func beginAgain() {
        guard !restarting.isEmpty, stop == .running, let consumer, !consumer.hasOpenRevoke else { return }
        for partition in restarting { assign(partition) }
        restarting = []
    }

    /// Tells the group that the revoked partitions are free, once they are.
    func answerRevoke() {
        guard isRevoking, leaving.isEmpty, let consumer else { return }
        isRevoking = false
        answer(consumer)
    }

    private func answer(_ consumer: Consumer) {
        do throws(KafkaError) {
            try consumer.finishRebalance()
        } catch {
            log.warning("cannot answer a rebalance", ["kafka.error": .string("\(error)")])
            rejoin(because: error.name)
        }
    }

    private static func text(_ partitions: [TopicPartition]) -> String {
        partitions.sorted().map(\.description).joined(separator: " ")
    }

    // MARK: - Commits

    /// Sends what the machines want committed, in one request; nothing where the assignment is lost.
    func sendCommits() {
        guard let consumer, commits.hasUnsent else { return }
        FaultPoint.reach(.commitPrepared)
        if consumer.assignmentIsLost {
            // The revoke that says so is on its way; the machines end with it.
            _ = commits.takeUnsent()
            return
        }
        _ = consumer.commit(commits.takeUnsent())
        FaultPoint.reach(.commitSent)
    }

    func takeCommitResults(of consumer: Consumer) {
        let now = time.monotonic()
        for result in consumer.takeCommitResults() {
            FaultPoint.reach(.commitAnswered)
            guard let intake = intakes[result.partition], result.offset == intake.sent?.position else { continue }
            if case .refused(let error) = result.outcome, error.needsAnOperator {
                return fail("\(result.partition): \(error)")
            }
            if result.meaning == .done {
                silentSince = nil
                intake.previous = intake.sent
                metrics.commits.add()
            } else {
                metrics.commitFailures.add()
                log.warning(
                    "commit not done",
                    ["kafka.partition": .string("\(result.partition)"), "outcome": .string("\(result.outcome)")])
            }
            apply(intake.machine.committed(result.meaning, now: now), to: intake)
            if self.consumer == nil { return }
        }
    }
}

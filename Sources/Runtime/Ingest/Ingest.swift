// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient
package import Platform
import Records
package import Sinks
import Stages
package import Telemetry
package import Topology

/// Consumes one topology's topics on a thread of its own: takes batches, runs the pipeline over their records, gathers
/// them in epochs, commits. It owns the consumer and calls nothing that blocks but the poll.
///
/// It decides nothing about epochs: every assigned partition has a `PartitionMachine`, whose actions it performs.
package actor Ingest: Poller {
    nonisolated let executor = PollingExecutor(name: "sluice-ingest")
    nonisolated let mail: Mailbox<IngestMail>
    nonisolated let consumerWake: ConsumerWake

    let plan: TopologyPlan
    let settings: IngestSettings
    let ports: IngestPorts
    let metrics: TopologyMetrics
    let log: Logger
    let time: TimeSource
    /// Names of the outputs and of the rules that filter, as manifests have them.
    let outputNames: [String]
    let ruleNames: [String]

    var consumer: Consumer?
    var pipeline: Pipeline
    var stageMetrics: StageMetrics
    let files: OpenFiles
    var intakes: [TopicPartition: Intake] = [:]
    /// Which assignment an epoch belongs to.
    var owners: [EpochKey: Intake] = [:]
    /// Epochs that the writer publishes, whatever becomes of their assignments meanwhile.
    var publishing: [EpochID: Manifest] = [:]
    var lastTicket: UInt64 = 0
    /// Counts the consumers: settling trusts only what the present one has been told.
    var membership: UInt64 = 0
    /// The membership in which the held slots were last seen to hold no leftovers.
    var settledMembership: UInt64 = 0
    var lastKey: UInt64 = 0
    var random = SystemRandomNumberGenerator()
    /// Revoked partitions that are not released yet; the revoke is answered when none is left.
    var leaving: Set<TopicPartition> = []
    var isRevoking = false
    /// Partitions that begin again from the first question once no revoke is open.
    var restarting: Set<TopicPartition> = []
    var commits = CommitBook()
    /// Partitions that the broker stopped, to be looked at when the batch is gone.
    var problems: [PartitionProblem] = []
    /// The consumer delivered what it must not.
    var brokenOrder: String?

    var nextTick: Duration = .zero
    var nextSweep: Duration = .zero
    var hasSweep = false
    var stalledSince: Duration?
    /// Since when no broker can be reached; anything that a broker sends ends it.
    var silentSince: Duration?
    var rejoinAt: Duration?
    var ownership = OwnershipWatch()
    var nextOwners: Duration = .zero
    var rejoinBackoff = Backoff(first: RuntimeLimits.rejoinFirst, longest: RuntimeLimits.rejoinLongest)
    var isTestingDisk = false
    /// The disk took nothing for too long: it must take a file before the group is joined again.
    var mustTestDisk = false
    var writerFailure: String?
    var disk: DiskWatch
    var stop: StopState = .running
    var outcome: IngestOutcome?
    var waiters: [CheckedContinuation<IngestOutcome, Never>] = []

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    package init(
        plan: TopologyPlan, settings: IngestSettings, ports: IngestPorts, files: sending OpenFiles,
        metrics: TopologyMetrics, log: Logger, time: TimeSource
    ) {
        self.plan = plan
        self.settings = settings
        self.ports = ports
        self.metrics = metrics
        self.log = log
        self.time = time
        self.files = files
        pipeline = Pipeline(plan: plan)
        disk = DiskWatch(minFree: plan.archive.minFree)
        stageMetrics = metrics.stages(pipeline.labels)
        outputNames = plan.outputs.map(\.name)
        ruleNames = plan.routes.map(\.label)
        let consumerWake = ConsumerWake()
        self.consumerWake = consumerWake
        mail = Mailbox { consumerWake.wake() }
    }

    /// Starts the thread, which joins the group at its first poll.
    package nonisolated func start() { executor.start(polling: self) }

    package nonisolated func poll() { assumeIsolated { $0.step() } }

    package nonisolated func wake() {
        consumerWake.wake()
        mail.wake()
    }

    /// Waits for the end of the ingest: after a stop, or for a reason that only a new start may mend.
    package func finished() async -> IngestOutcome {
        if let outcome { return outcome }
        return await withCheckedContinuation { waiters.append($0) }
    }

    /// Seals and commits what is there, leaves the group, ends. Within the stop deadline.
    package func stopGracefully() {
        guard case .running = stop else { return }
        log.info("stopping")
        let now = time.monotonic()
        stop = .draining(until: now + RuntimeLimits.stopDeadline)
        for intake in intakes.values { apply(intake.machine.revoked(now: now), to: intake) }
    }

    /// Ends at once: what is not sealed is read again by the next start.
    package func stopNow() {
        finish(.stopped)
    }

    /// Whether nothing that an earlier run left behind waits in the slots that this process holds.
    package func isSettled() -> Bool { hasJoined && settledMembership == membership }

    /// Partitions of this process that were read to their end and have nothing on its way.
    package func quietPartitions() -> [TopicPartition] {
        intakes.values.filter { intake in
            intake.machine.phase == .reading && intake.machine.isQuiet
                && (consumer?.isAtEnd(intake.partition) ?? false)
        }.map(\.partition)
    }

    /// How the topology stands at its sealed end.
    package func standing() -> IngestStanding {
        var lag: Int64 = 0
        for intake in intakes.values {
            let end = consumer?.knownWatermarks(of: intake.partition).high ?? -1
            lag += max(0, end - max(intake.tracker.settled, 0))
        }
        let stalled = stalledSince.map { time.monotonic() - $0 >= RuntimeLimits.stallReportAfter } ?? false
        var problem = writerFailure.map { "the archive cannot be written: \($0)" }
        // A full disk is the reason of what follows from it.
        if let low = disk.problem { problem = low }
        if problem == nil, stalled { problem = "the archive writer takes nothing" }
        let isSilent = silentSince.map { time.monotonic() - $0 >= RuntimeLimits.silenceReportAfter } ?? false
        if problem == nil, isSilent { problem = "no broker answers" }
        return IngestStanding(lag: lag, partitions: intakes.count, problem: problem, warning: warning)
    }

    /// What is to be looked at although the topology does its work.
    private var warning: String? {
        let dead = intakes.values.filter { $0.deadStarts != nil }.min { $0.partition < $1.partition }
        guard let dead, let (offset, count) = dead.deadStarts else { return nil }
        return "\(count) starts in a row died while reading \(dead.partition) from offset \(offset); 'sluice "
            + "quarantine \(plan.archive.root) \(dead.partition.topic) \(dead.partition.partition) OFFSET' spares a "
            + "record"
    }

    private func step() {
        for letter in mail.take() { receive(letter) }
        guard outcome == nil else { return }
        let now = time.monotonic()
        if now >= nextTick {
            nextTick = now + RuntimeLimits.tick
            tick(now: now)
            guard outcome == nil else { return }
        }
        guard let consumer else { return waitWithoutConsumer(now: now) }
        takeErrors(of: consumer)
        // A fatal error has ended this consumer, and its queues with it.
        guard self.consumer === consumer else { return }
        takeCommitResults(of: consumer)
        guard self.consumer != nil, outcome == nil else { return }
        if isStalled(now: now) {
            // Other partitions' epochs need no poll for their commits.
            sendCommits()
            return waitForWriter()
        }
        takeBatch(of: consumer)
        handleProblems()
        takeRebalances()
        beginAgain()
        sendCommits()
    }

    /// Takes one batch; it is destroyed before anything else is done with the consumer.
    private func takeBatch(of consumer: Consumer) {
        let batch = consumer.poll(upTo: RuntimeLimits.batchRecords, waiting: RuntimeLimits.pollWait) {
            executor.hasJobs || mail.hasMessages
        }
        process(batch)
        deliverChunks()
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
package import Platform
import Sinks
package import Telemetry
package import Topology

/// Runs one topology: looks before it leaps, starts its threads, starts them again when they fail.
///
/// A failure stays in its topology; others in the same process go on.
package actor TopologyService {
    /// How a service ended.
    package enum End: Sendable, Equatable {
        case stopped
        /// The ends that the topics had at the start are sealed.
        case reachedEnd
        /// It cannot go on; the reason has been logged.
        case failed(String)
    }

    nonisolated let plan: TopologyPlan
    private let options: RunOptions
    private let fileSystem: any FileSystem
    private let time: TimeSource
    private let log: Logger
    private let metrics: TopologyMetrics
    private let health: HealthComponent
    private var session: TopologySession?
    /// The root of the first session: a later one must not take up another that lies in its place.
    private var usedRoot: RootID?
    private var isStopping = false
    private var isAborting = false
    private var restartBackoff = Backoff(first: RuntimeLimits.restartFirst, longest: RuntimeLimits.restartLongest)
    private var hasReachedEnd = false
    private var hasFailedPreflight = false
    /// Ends the wait that a stop must not have to sit out, if there is one.
    private var endWait: (@Sendable () -> Void)?

    package init(
        plan: TopologyPlan, options: RunOptions, fileSystem: any FileSystem, time: TimeSource, log: Logger,
        registry: MetricsRegistry, health: Health
    ) {
        self.plan = plan
        self.options = options
        self.fileSystem = fileSystem
        self.time = time
        self.log = log.with(["topology": .string(plan.name)])
        metrics = TopologyMetrics(registry: registry, topology: plan.name)
        self.health = health.component("archive", of: plan.name)
    }

    /// Runs until a stop, the end, or a failure that restarts do not mend.
    package func run() async -> End {
        metrics.isHealthy.set(false)
        while true {
            let end = await attempt()
            metrics.isHealthy.set(false)
            health.set(isReady: false)
            session = nil
            guard case .failed(let reason) = end else {
                health.set(.ok)
                return end
            }
            health.set(.failed(reason))
            // A run that is to end by itself does not wait for someone to create a topic.
            if isStopping || (options.untilEnd && hasFailedPreflight) { return end }
            if restartBackoff.failures >= options.restartsMax { return end }
            let pause = restartBackoff.failed()
            metrics.restarts.add()
            log.error("the topology starts again", ["reason": .string(reason), "pause_s": LogValue(pause)])
            await sleep(pause)
            if isStopping { return .stopped }
        }
    }

    /// Seals, commits, leaves the group.
    package func stop() async {
        isStopping = true
        endWait?()
        await session?.ingest.stopGracefully()
    }

    /// Ends without sealing: what is open is read again by the next start.
    package func abort() async {
        isStopping = true
        isAborting = true
        endWait?()
        await session?.ingest.stopNow()
    }

    /// Offsets in published epochs so far, for progress displays.
    package nonisolated var sealedRecords: Int64 { metrics.sealedRecords.value }

    // MARK: - One attempt

    private func attempt() async -> End {
        let configuration = plan.source.consumerConfiguration(log: log)
        let probe: BrokerProbe
        do throws(KafkaError) {
            probe = try BrokerProbe(configuration)
        } catch {
            return .failed("\(error)")
        }
        // The probe ends with the last of those who ask by it; one may still wait for an answer.
        guard let findings = await look(probe) else { return .stopped }
        hasFailedPreflight = !findings.problems.isEmpty
        guard findings.problems.isEmpty else {
            for problem in findings.problems { log.error("preflight", ["problem": .string(problem)]) }
            return .failed(findings.problems.joined(separator: "; "))
        }
        let session: TopologySession
        do {
            session = try await open(findings, configuration, probe)
        } catch {
            return .failed("\(error)")
        }
        self.session = session
        usedRoot = session.root
        session.start()
        if isStopping { await session.ingest.stopGracefully() }
        return await follow(session, findings, probe)
    }

    /// Looks until the broker answers; nil where a stop came first.
    private func look(_ probe: BrokerProbe) async -> Preflight.Findings? {
        let preflight = Preflight(plan: plan, fileSystem: fileSystem, time: time, usedRoot: usedRoot)
        while !isStopping {
            let asked = await unlessStopped { await onOwnThread { preflight.run(probe) } }
            guard let findings = asked else { return nil }
            if !findings.isBrokerSilent { return findings }
            health.set(.failed("waiting for the broker at \(plan.source.brokers)"))
            log.warning(
                "waiting for the broker", ["kafka.brokers": .string(plan.source.brokers)],
                limit: LogLimit("broker.silent.\(plan.name)", every: .seconds(10)))
            if !findings.problems.isEmpty {
                // What is wrong with the root is wrong whether the broker is there or not.
                return findings
            }
            await sleep(RuntimeLimits.brokerPause)
        }
        return nil
    }

    private func open(
        _ findings: Preflight.Findings, _ configuration: ConsumerConfiguration, _ probe: BrokerProbe
    ) async throws -> TopologySession {
        let recipe = TopologySession.Recipe(
            plan: plan, cluster: findings.cluster, configuration: configuration, closesAtEnd: options.untilEnd,
            fileSystem: fileSystem, time: time, log: log, metrics: metrics)
        return try await onOwnThread { Result { try TopologySession(recipe, probe: probe) } }.get()
    }

    /// Waits for the session's end; watches for the end of the topics where that was asked for.
    private func follow(_ session: TopologySession, _ findings: Preflight.Findings, _ probe: BrokerProbe) async -> End {
        metrics.isHealthy.set(true)
        health.set(.ok)
        health.set(isReady: true)
        let watcher = EndWatcher(partitions: findings.partitions, probe: probe)
        let outcome = await withTaskGroup(of: Bool.self, returning: IngestOutcome.self) { group in
            group.addTask {
                _ = await session.ingest.finished()
                return false
            }
            group.addTask { await self.watchHealth(of: session) }
            if options.untilEnd { group.addTask { await watcher.run(session.ingest) } }
            var outcome: IngestOutcome?
            for await isAtEnd in group {
                if isAtEnd {
                    hasReachedEnd = true
                    await session.ingest.stopGracefully()
                } else if outcome == nil {
                    outcome = await session.ingest.finished()
                    group.cancelAll()
                }
            }
            return outcome ?? .stopped
        }
        if !isAborting { await session.writer.finished(within: RuntimeLimits.stopDeadline) }
        switch outcome {
        case .failed(let reason): return .failed(reason)
        case .stopped: return hasReachedEnd ? .reachedEnd : .stopped
        }
    }

    /// Judges the topology at its sealed end, every second, until the session ends.
    private func watchHealth(of session: TopologySession) async -> Bool {
        var sealed = metrics.sealedRecords.value
        while !Task.isCancelled {
            guard (try? await Task.sleep(for: .seconds(1))) != nil else { break }
            let standing = await session.ingest.standing()
            if metrics.sealedRecords.value > sealed {
                sealed = metrics.sealedRecords.value
                restartBackoff.succeeded()
            }
            metrics.lagToSealed.set(standing.lag)
            health.set("lag_records", .int(standing.lag))
            health.set("partitions", .int(Int64(standing.partitions)))
            health.set(standing.problem.map { .failed($0) } ?? standing.warning.map { .degraded($0) } ?? .ok)
            metrics.isHealthy.set(standing.problem == nil)
        }
        return false
    }

    /// Sleeps until a stop at most.
    private func sleep(_ pause: Duration) async {
        _ = await unlessStopped { try? await Task.sleep(for: pause) }
    }

    /// Waits for a result that may take long; nil where a stop comes first, and the result is for nobody then.
    private func unlessStopped<Result: Sendable>(
        _ body: @escaping @Sendable () async -> Result
    ) async -> Result? {
        if isStopping { return nil }
        defer { endWait = nil }
        return await withCheckedContinuation { continuation in
            let answer = FirstAnswer(continuation)
            let task = Task { answer.give(await body()) }
            endWait = {
                answer.give(nil)
                task.cancel()
            }
        }
    }
}

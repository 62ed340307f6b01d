// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import LagServer
import Platform
import Telemetry
import Terminal

/// `sluice lag` without a running monitor: the command is one until it has shown what it was asked for.
struct LocalLag {
    private var plan: MonitorPlan
    /// Samples of the ends that make a velocity.
    private static let samples: Int64 = 2

    init(_ plan: MonitorPlan) {
        self.plan = plan
        // Nothing of the file but how to get at the clusters and judge them.
        self.plan.stateDirectory = nil
        self.plan.server.tokens = []
        for index in self.plan.clusters.indices { self.plan.clusters[index].offsetRefresh = .seconds(1) }
    }

    func run(_ arguments: ParsedArguments) async -> ExitCode {
        let monitor: Monitor
        do {
            monitor = try Monitor(plan, log: Logger(LogOutput(level: .error)))
        } catch {
            Console.error.write("sluice lag: \(error)\n")
            return .configuration
        }
        let rules = RuleSet(rawValue: arguments.string("rules") ?? "") ?? .sluice
        let views = monitor.clusters.map { RuledView(base: $0, rules: rules) }
        let source = LagSource(LagPages(clusters: views, plan: plan))
        let isStopped = StopFlag()
        Signals.watch { _ in isStopped.set() }
        return await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await monitor.run() }
            let limit = arguments.duration("timeout") ?? .seconds(60)
            let unready = await waits(for: monitor.clusters, limit, isStopped)
            let code: ExitCode
            if let unready {
                Console.error.write("sluice lag: \(unready.message)\n")
                code = unready.code
            } else {
                code = await LagCommand.show(source, arguments, isStopped)
            }
            monitor.stop()
            return code
        }
    }

    /// Waits until all clusters can be judged; says what is missing at the limit.
    private func waits(
        for clusters: [any ClusterView], _ limit: Duration, _ isStopped: StopFlag
    ) async -> (message: String, code: ExitCode)? {
        let end = ContinuousClock.now + limit
        while !isStopped.isSet {
            guard let missing = clusters.first(where: { !Self.isReady($0) }) else { return nil }
            if ContinuousClock.now >= end {
                return unready(missing, limit)
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return ("stopped", .temporaryFailure)
    }

    private func unready(_ cluster: any ClusterView, _ limit: Duration) -> (message: String, code: ExitCode) {
        let waited = HumanText.duration(limit)
        if case .connecting = cluster.state {
            let brokers = plan.clusters.first { $0.name == cluster.name }?.brokers ?? ""
            return ("no broker of '\(brokers)' has answered in \(waited)", .unavailable)
        }
        return ("cluster '\(cluster.name)' is not read after \(waited): \(cluster.state.name)", .temporaryFailure)
    }

    private static func isReady(_ cluster: any ClusterView) -> Bool {
        switch cluster.state {
        case .ready: cluster.counters.refreshes >= samples && cluster.knowsPast
        // Nobody has ever committed there.
        case .waitingForOffsetsTopic: cluster.counters.refreshes >= samples
        case .connecting, .catchingUp, .blind: false
        }
    }
}

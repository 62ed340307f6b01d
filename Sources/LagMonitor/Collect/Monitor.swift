// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Platform
package import Telemetry

/// All watched clusters of a process. `run` is to be called once.
package final class Monitor: Sendable {
    package let clusters: [any ClusterView]
    let monitors: [ClusterMonitor]
    let snapshots: [SnapshotKeeper]
    private let time: TimeSource
    private let log: Logger
    private let signal = WorkerSignal()

    /// Makes clients and opens snapshots; starts nothing.
    ///
    /// - Throws: `RegexError` for a pattern, `KafkaError` for an option that librdkafka refuses.
    package init(_ plan: MonitorPlan, time: TimeSource = .system, log: Logger = .silent) throws {
        monitors = try plan.clusters.map { cluster in
            try ClusterMonitor(cluster, evaluation: plan.evaluation, time: time, log: log)
        }
        clusters = monitors
        self.time = time
        self.log = log
        if let directory = plan.stateDirectory {
            snapshots = monitors.map { SnapshotKeeper($0, directory: directory, log: log) }
        } else {
            snapshots = []
        }
    }

    /// Watches until `stop` or the task's end; returns when the threads have ended, or have not in time because a
    /// broker makes them wait.
    package func run() async {
        await withTaskCancellationHandler {
            await onOwnThread { self.watch() }
        } onCancel: {
            stop()
        }
    }

    /// Ends `run`, now or when it is called. Any thread, any number of times.
    package func stop() {
        signal.stop()
        for monitor in monitors { monitor.stop() }
    }

    private func watch() {
        for snapshot in snapshots { snapshot.restoresWhenIdentified() }
        let ended = Mailbox<String>()
        var running = monitors.reduce(0) { $0 + $1.start(ended: ended) }
        log.info("the lag monitor runs", ["lag.clusters": LogValue(monitors.count)])
        while signal.pause(CollectLimits.snapshotInterval) {
            for snapshot in snapshots { snapshot.save() }
        }
        let until = time.monotonic() + CollectLimits.stopDeadline
        while running > 0, time.monotonic() < until {
            running -= ended.take(waiting: until - time.monotonic()).count
        }
        for snapshot in snapshots { snapshot.save() }
        if running > 0 {
            log.warning("threads still wait for brokers and are left behind", ["lag.threads": LogValue(running)])
        }
        log.info("the lag monitor has stopped")
    }
}

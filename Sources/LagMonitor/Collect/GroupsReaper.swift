// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Telemetry

/// The thread that forgets groups which coordinators no longer list (Burrow's `groups-reaper-refresh`).
struct GroupsReaper {
    private let monitor: ClusterMonitor
    private let groups: GroupWatch

    init(_ monitor: ClusterMonitor, _ groups: GroupWatch) {
        self.monitor = monitor
        self.groups = groups
    }

    func run() {
        let refresh = max(CollectLimits.refreshShortest, monitor.plan.groupsReaperRefresh)
        while monitor.signals.reaper.pause(refresh) { reap() }
    }

    /// Only a complete list may take anything away, and only groups that were there before it was asked for.
    func reap() {
        let known = monitor.groups()
        do throws(KafkaError) {
            let list = try groups.groups(within: CollectLimits.requestDeadline)
            if !list.isComplete || monitor.signals.reaper.isStopping { return }
            let listed = Set(list.groups.map(\.name))
            let gone = known.filter { !listed.contains($0) }
            monitor.store.withLock { store in
                for group in gone { _ = store.remove(group: group) }
            }
            if !gone.isEmpty { monitor.log.info("forgot groups that are gone", ["kafka.groups": LogValue(gone.count)]) }
        } catch {
            monitor.log.warning(
                "groups cannot be listed", ["error": .string(error.description)],
                limit: LogLimit("lag.reaper.\(monitor.plan.name)", every: CollectLimits.logInterval))
        }
    }
}

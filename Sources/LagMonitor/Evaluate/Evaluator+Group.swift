// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What partitions make of their group.
package struct GroupRollUp: Sendable, Equatable {
    package var status: LagStatus
    /// Share of the partitions with a full window.
    package var complete: Float
    /// Index of the first partition with the highest lag; nil without partitions.
    package var worst: Int?
    /// Saturates.
    package var totalLag: Int64

    /// Burrow's: the worst of the partitions, but no worse than ERR; a group without partitions is OK. Which of several
    /// partitions with the highest lag is named is left to chance there, the first one here.
    ///
    /// Under `sluice`: a partition that catches up makes its group do so; UNKNOWN of a partition yields to what is found
    /// wrong with others, and hides that they are OK.
    package init(_ partitions: [PartitionReport]) {
        var badness = LagStatus.ok.rawValue
        var full = 0
        var isUnknown = false
        var isCatchingUp = false
        var highest = Int64.min
        worst = nil
        totalLag = 0
        for (index, partition) in partitions.enumerated() {
            switch partition.status {
            case .unknown: isUnknown = true
            case .catchingUp: isCatchingUp = true
            case .notFound, .ok, .warn, .error, .stop, .stall, .rewind:
                badness = max(badness, min(partition.status.rawValue, LagStatus.error.rawValue))
            }
            if partition.complete == 1 { full += 1 }
            if worst == nil || partition.currentLag > highest {
                worst = index
                highest = partition.currentLag
            }
            totalLag = totalLag.clampedAdding(partition.currentLag)
        }
        complete = partitions.isEmpty ? 0 : Float(full) / Float(partitions.count)
        status = LagStatus(rawValue: badness) ?? .error
        if isCatchingUp {
            status = .catchingUp
        } else if isUnknown, status == .ok {
            status = .unknown
        }
    }
}

extension Evaluator {
    /// Judges a group; see `partition` for `context` and `wantsTrace`.
    package func group(
        _ windows: GroupWindows, rules: RuleSet, nowMs: Int64, context: SluiceContext? = nil, wantsTrace: Bool = true
    ) -> GroupReport {
        var partitions: [PartitionReport] = []
        partitions.reserveCapacity(windows.partitions.count)
        for window in windows.partitions {
            partitions.append(
                partition(window, rules: rules, nowMs: nowMs, context: context, wantsTrace: wantsTrace))
        }
        let all = GroupRollUp(partitions)
        var status = all.status
        // Without partitions nothing asked the monitor's own state.
        if rules == .sluice, partitions.isEmpty, let context {
            if SluiceRules.isCatchingUp(context.collector) { status = .catchingUp }
            if SluiceRules.isBlind(context.collector) { status = .unknown }
        }
        return GroupReport(
            cluster: windows.cluster, group: windows.group, rules: rules, status: status, complete: all.complete,
            partitions: partitions, worst: all.worst, totalLag: all.totalLag, membership: windows.membership,
            evaluatedAtMs: nowMs)
    }
}

extension GroupReport {
    /// The partitions that are not OK: what Burrow's `/status` lists.
    package var problems: [PartitionReport] { partitions.filter { $0.status.rawValue > LagStatus.ok.rawValue } }
}

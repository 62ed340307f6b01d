// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Sinks

extension SimulatedWorld {
    /// What the drained world shows of the truth: every record is published once, or something explains why not.
    ///
    /// - Parameter absent: roots that are out of reach.
    package func judge(absent: Set<Int>) {
        guard violations.isEmpty else { return }
        var found = SimulationFindings(of: roots, manifests: manifests)
        found.addElsewhere(absent, committed: committedEpochs, manifests: manifests)
        for problem in found.problems { report(.broken, problem) }
        var doubled = judgeRecords(found, absent)
        judgeLeftovers(found)
        guard shape.isThorough, violations.isEmpty else { return }
        doubled = doubled || overlapsWithExcuse(found)
        judgeAudit(found, of: Set(0..<roots.count), isDoubled: doubled)
        if !absent.isEmpty { judgeAudit(found, of: Set(0..<roots.count).subtracting(absent), isDoubled: doubled) }
    }

    /// - Returns: whether a record is there twice, with an excuse.
    private func judgeRecords(_ found: SimulationFindings, _ absent: Set<Int>) -> Bool {
        let waiting = found.pending.filter { absent.contains($0.root) }.flatMap(\.records)
        // What was sealed when an operator moved the position past it waits for its root.
        let kept = found.undecided.union(held.intersection(waiting))
        for partition in partitions.indices {
            let log = partitions[partition]
            let gaps = OffsetRanges(found.gaps[partition] ?? [])
            for (offset, record) in log.records.enumerated() {
                guard let record, found.holders[record] == nil, !kept.contains(record) else { continue }
                let isCounted = gaps.range(holding: Int64(offset)) != nil
                if !excused.contains(record) {
                    report(.lost, "record \(record) at \(partition)/\(offset)\(isCounted ? ", called a gap" : "")")
                } else if !isCounted, !replaced.contains(partition) {
                    report(.lost, "record \(record) at \(partition)/\(offset) is in no gap")
                }
            }
        }
        var isDoubled = false
        for record in places.indices.map(Int32.init) {
            let holders = found.holders[record] ?? []
            if holders.count > 1, !mayBeDoubled.contains(record) {
                isDoubled = true
                if !isExcused(holders, of: record) { report(.doubled, "record \(record): \(holders.count) times") }
            }
            if holders.isEmpty, !excused.contains(record), !kept.contains(record), violations.isEmpty {
                report(.lost, "record \(record), which no log holds any more")
            }
        }
        return isDoubled
    }

    /// What a schedule written by hand promises beside all that.
    func judge(_ promise: DirectedSchedule.Promise) {
        let found = SimulationFindings(of: roots, manifests: manifests)
        switch promise {
        case .archived:
            for record in partitions.flatMap(\.records).compactMap({ $0 }) where found.holders[record] == nil {
                report(.lost, "record \(record) is not archived")
            }
        case .decided where !found.undecidedIDs.isEmpty:
            report(.unexplained, "\(found.undecidedIDs.count) epochs are undecided")
        case .publishedOnce:
            let published = Set(found.holders.values.flatMap { $0 })
            for id in found.undecidedIDs where published.contains(id) {
                report(.unexplained, "a published epoch is undecided")
            }
        case .kept:
            for id in found.rolled where committedEpochs.contains(id) {
                report(.lost, "a committed epoch is rolled back")
            }
        default: break
        }
    }

    private func judgeLeftovers(_ found: SimulationFindings) {
        guard operatorActions == 0 else { return }
        // Every slot has its entry in the chain, or the chain may be too short to tell.
        if found.undecidedIDs.count > 0, shape.chainMax >= shape.processes {
            report(.unexplained, "\(found.undecidedIDs.count) epochs are undecided")
        }
        // A process looks for rolled-back epochs that others have covered when it starts; of other roots it knows
        // nothing, and keeps them.
        guard !found.rolled.isEmpty, roots.count == 1, let process = processes.first else { return }
        process.end()
        process.start(dyingAfter: nil)
        let left = SimulationFindings(of: roots, manifests: manifests).rolled.count
        if left > 0 { report(.unexplained, "\(left) epochs are rolled back for ever") }
    }

    /// The shipping audit has to find nothing wrong but what is undecided, and what is doubled with an excuse.
    private func judgeAudit(_ found: SimulationFindings, of given: Set<Int>, isDoubled: Bool) {
        var facts: [TopicPartition: BrokerFacts.Partition] = [:]
        var named: Set<RootID> = []
        for partition in partitions.indices {
            let committed = group.committed[partition]
            facts[names[partition]] = BrokerFacts.Partition(
                committed: committed?.offset, logEnd: partitions[partition].end)
            guard let metadata = committed.flatMap({ CommitMetadata.parse($0.metadata) }) else { continue }
            named.formUnion([metadata.slot.root] + metadata.chain.map(\.slot.root))
        }
        let brokers = BrokerFacts(group: Self.group, partitions: facts, roots: named)
        do throws(StoreError) {
            var inspected: [ArchiveRoot] = []
            for root in roots where given.contains(root.number) {
                inspected.append(try ArchiveRoot.inspect(root.path, fileSystem: root.disk.process(logsCalls: false)))
            }
            var audit = Audit(inspected, brokers: [brokers])
            do throws(ArchiveReadError) {
                judge(try audit.run(), found, isDoubled: isDoubled, isWhole: given.count == roots.count)
            } catch {
                report(.audit, error.message)
            }
        } catch {
            report(.audit, error.message)
        }
    }

    private func judge(_ result: AuditReport, _ found: SimulationFindings, isDoubled: Bool, isWhole: Bool) {
        var excused: Set<AuditFinding.Kind> = isDoubled ? [.undecided, .overlap] : [.undecided]
        // What names the roots that were not given went with the group's offsets.
        if !isWhole, operatorActions > 0 { excused.formUnion([.hole, .committedPosition]) }
        if mayLackJump { excused.insert(.hole) }
        for finding in result.findings where finding.kind.isWrong && !excused.contains(finding.kind) {
            report(.audit, "\(finding.kind.rawValue): \(finding.message)")
        }
        guard isWhole, violations.isEmpty, !isDoubled, !mayLackJump else { return }
        if (result.wrong > 0) != (found.undecidedIDs.count > 0) {
            report(.audit, "it finds \(result.wrong) wrong where \(found.undecidedIDs.count) are undecided")
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Sinks

extension SimulatedWorld {
    /// What the drained world shows of the truth: every record is published once, or something explains why not.
    package func judge() {
        guard violations.isEmpty else { return }
        let found = SimulationFindings(of: disk, manifests: manifests)
        for problem in found.problems { report(.broken, problem) }
        judgeRecords(found)
        judgeLeftovers(found)
        if isThorough, violations.isEmpty { judgeAudit(found) }
    }

    private func judgeRecords(_ found: SimulationFindings) {
        for partition in partitions.indices {
            let log = partitions[partition]
            let gaps = OffsetRanges(found.gaps[partition] ?? [])
            for (offset, record) in log.records.enumerated() {
                guard let record, found.copies[record] == nil, !found.undecided.contains(record) else { continue }
                let isCounted = gaps.range(holding: Int64(offset)) != nil
                if !excused.contains(record) {
                    report(.lost, "record \(record) at \(partition)/\(offset)\(isCounted ? ", called a gap" : "")")
                } else if !isCounted, !replaced.contains(partition) {
                    report(.lost, "record \(record) at \(partition)/\(offset) is in no gap")
                }
            }
        }
        for record in 0..<recordCount {
            let copies = found.copies[record] ?? 0
            if copies > 1, !mayBeDoubled.contains(record) { report(.doubled, "record \(record): \(copies) times") }
            if copies == 0, !excused.contains(record), !found.undecided.contains(record) {
                if violations.isEmpty { report(.lost, "record \(record), which no log holds any more") }
            }
        }
    }

    private func judgeLeftovers(_ found: SimulationFindings) {
        guard operatorActions == 0 else { return }
        if found.undecidedEpochs > 0 { report(.unexplained, "\(found.undecidedEpochs) epochs are undecided") }
        // A process looks for rolled-back epochs that others have covered when it starts.
        guard found.rolledEpochs > 0, let process = processes.first else { return }
        process.end()
        process.start(dyingAfter: nil)
        let left = SimulationFindings(of: disk, manifests: manifests).rolledEpochs
        if left > 0 { report(.unexplained, "\(left) epochs are rolled back for ever") }
    }

    /// The shipping audit has to find nothing wrong but what is undecided.
    private func judgeAudit(_ found: SimulationFindings) {
        var facts: [TopicPartition: BrokerFacts.Partition] = [:]
        for partition in partitions.indices {
            facts[names[partition]] = BrokerFacts.Partition(
                committed: group.committed[partition]?.offset, logEnd: partitions[partition].end)
        }
        do throws(StoreError) {
            let root = try ArchiveRoot.inspect(Self.rootPath, fileSystem: disk.process())
            var audit = Audit([root], brokers: [BrokerFacts(group: Self.group, partitions: facts, roots: [root.id])])
            do throws(ArchiveReadError) {
                let result = try audit.run()
                for finding in result.findings where finding.kind.isWrong && finding.kind != .undecided {
                    report(.audit, "\(finding.kind.rawValue): \(finding.message)")
                }
                if (result.wrong > 0) != (found.undecidedEpochs > 0), violations.isEmpty {
                    report(.audit, "it finds \(result.wrong) wrong where \(found.undecidedEpochs) are undecided")
                }
            } catch {
                report(.audit, error.message)
            }
        } catch {
            report(.audit, error.message)
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

extension SimulatedWorld {
    /// What operators do, and what they may not complain about afterwards.
    func applyOperator(_ action: SimulationAction) -> Bool {
        if action == .halt {
            for process in processes where process.isUp { process.end() }
            for slot in group.members.keys.sorted() { group.remove(slot: slot) }
            return true
        }
        guard operatorActions < SimulationLimits.operatorActions else { return false }
        switch action {
        case .reset(let partition, let kind):
            // Kafka's tools set no position beyond the end of the log.
            guard group.members.isEmpty, let position = reset(partition, kind),
                position.offset <= partitions[partition].end
            else { return false }
            let sealed = SimulationFindings(of: roots, manifests: manifests).pendingRecords.subtracting(excused)
            excuse(partition, before: position.offset)
            excused.subtract(sealed)
            held.formUnion(sealed)
            group.committed[partition] = position
            rewinds[partition].append(position.offset)
            if case .restored = kind, wasDeleted { mayLackJump = true }
        case .deleteGroup:
            guard group.members.isEmpty, group.committed.contains(where: { $0 != nil }) else { return false }
            wasDeleted = true
            for partition in partitions.indices {
                group.committed[partition] = nil
                rewinds[partition].append(0)
            }
        case .recreate(let partition):
            guard partitions[partition].end > 0 else { return false }
            excused.formUnion(partitions[partition].records.compactMap { $0 })
            noteBlindReaders(of: partition, keeping: 0)
            partitions[partition].recreate()
            replaced.insert(partition)
            group.committed[partition] = nil
            history[partition] = []
        case .truncate(let partition, let count):
            let log = partitions[partition]
            guard log.end > log.start else { return false }
            let end = max(log.start, log.end - Int64(count))
            excused.formUnion(log.records[Int(end)...].compactMap { $0 })
            mayBeDoubled.formUnion(log.records[..<Int(end)].compactMap { $0 })
            noteBlindReaders(of: partition, keeping: end)
            partitions[partition].truncate(to: end)
            replaced.insert(partition)
        case .retain(let partition, let count):
            let log = partitions[partition]
            guard log.end > log.start else { return false }
            let start = min(log.end, log.start + Int64(count))
            excuse(partition, before: start)
            partitions[partition].retain(from: start)
        default: return false
        }
        operatorActions += 1
        return true
    }

    private func excuse(_ partition: Int, before offset: Int64) {
        let records = partitions[partition].records
        excused.formUnion(records[..<min(records.count, Int(offset))].compactMap { $0 })
    }

    private func reset(_ partition: Int, _ kind: SimulationAction.Reset) -> CommittedPosition? {
        let log = partitions[partition]
        let committed = group.committed[partition]
        switch kind {
        case .back(let count):
            guard let committed, committed.offset > log.start else { return nil }
            return CommittedPosition(offset: max(log.start, committed.offset - Int64(count)), metadata: "")
        case .current: return committed.map { CommittedPosition(offset: $0.offset, metadata: "") }
        case .end: return CommittedPosition(offset: log.end, metadata: "")
        case .foreign: return committed.map { CommittedPosition(offset: $0.offset, metadata: "another tool") }
        case .restored(let index):
            let commits = history[partition]
            return commits.isEmpty ? nil : commits[index % commits.count]
        case .carried(let count):
            guard let committed, committed.offset > log.start else { return nil }
            let offset = max(log.start, committed.offset - Int64(count))
            return CommittedPosition(offset: offset, metadata: committed.metadata)
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Runtime
import Sinks

extension SimulatedWorld {
    /// Faults end: the survivors come back, everything is delivered and read to the end, twice, with a record more
    /// between. What does not get there within the bound is a violation.
    package func drain(survivors: Int) {
        for root in roots.indices {
            roots[root].disk.setCapacity(.max)
            roots[root].isGone = false
        }
        for process in processes {
            let survives = survivors >> process.number & 1 == 1
            if process.isUp { _ = apply(.resume(process.number)) }
            if process.isUp, !survives || process.isStopping { process.end() }
            process.system?.heal()
        }
        for last in [false, true] {
            var (rounds, isIdle) = (0, false)
            while violations.isEmpty, !isDrained {
                guard rounds < SimulationLimits.drainRounds else { return report(.stuck, stuckText) }
                drainOnce(rounds, survivors, &isIdle)
                rounds += 1
            }
            if !last { for partition in partitions.indices { appendRecord(partition) } }
        }
    }

    private func drainOnce(_ round: Int, _ survivors: Int, _ isIdle: inout Bool) {
        wait(isIdle ? .seconds(2) : .milliseconds(round < 20 ? 250 : 1000))
        isIdle = requests.isEmpty
        for process in processes where !process.isUp && survivors >> process.number & 1 == 1 {
            process.start(dyingAfter: nil)
        }
        for process in processes where process.isUp {
            process.tick()
            var steps = 0
            while process.isUp, steps < 64, work(process) { steps += 1 }
            if steps > 0 { isIdle = false }
        }
        while !requests.isEmpty { _ = apply(.deliver(0, .answered)) }
        let members = processes.filter { process in
            process.token.map { group.knows($0, slot: process.slot) } ?? false
        }
        guard !members.isEmpty else { return }
        for partition in partitions.indices where group.owner[partition] == nil {
            move(partition, to: members[partition % members.count])
        }
    }

    /// Does one thing that waits in a process; false where nothing does.
    func work(_ process: SimulatedProcess) -> Bool {
        if process.hasIngestWork {
            process.ingest()
        } else if !process.questions.isEmpty {
            process.answerQuestion()
        } else if !process.commands.isEmpty {
            let count = process.commands.count
            process.write()
            // A command that fails waits for the next round.
            return process.commands.count != count || process.hasIngestWork
        } else if !process.unsent.isEmpty {
            process.sendCommits()
        } else {
            return read(process)
        }
        return true
    }

    private func read(_ process: SimulatedProcess) -> Bool {
        for partition in partitions.indices {
            guard let intake = process.intakes[partition], intake.machine.takesRecords else { continue }
            let log = partitions[partition]
            if intake.tracker.position != log.end || (shape.clientsNotice && intake.life != log.life) {
                let open = intake.open?.records.count ?? 0
                guard open < SimulationLimits.epochRecords || intake.machine.maySeal else { continue }
                if open >= SimulationLimits.epochRecords { process.close(partition) }
                process.fetch(partition, upTo: SimulationLimits.epochRecords)
                return true
            }
            if intake.machine.maySeal {
                process.close(partition)
                return true
            }
        }
        return false
    }

    private var isDrained: Bool {
        var withoutOffset: Set<Int32> = []
        for partition in partitions.indices {
            let log = partitions[partition]
            guard let slot = group.owner[partition], let member = group.members[slot],
                let intake = processes[member.process].intakes[partition], intake.machine.phase == .reading,
                intake.machine.isQuiet
            else { return false }
            // Nobody notices that a log is another one while it has nothing to read.
            let isUnnoticed = !shape.clientsNotice && intake.life != log.life && intake.tracker.position == log.end
            // Then nothing is committed either, and what was handed over waits for metadata.
            if isUnnoticed, group.committed[partition] == nil { withoutOffset.insert(Int32(partition)) }
            guard isUnnoticed || (intake.life == log.life && group.committed[partition]?.offset == log.end) else {
                return false
            }
        }
        guard requests.isEmpty, processes.allSatisfy({ $0.commands.isEmpty && $0.mail.isEmpty }), !hasStragglers else {
            return false
        }
        return runningStores.allSatisfy { store in
            guard let waiting = try? store.sealedEpochs().epochs else { return false }
            return waiting.allSatisfy { $0.place == .handed && withoutOffset.contains($0.manifest.partition) }
        }
    }

    /// Whether someone still works on a partition that the group has taken away: what that one has sealed waits, in no
    /// listing of others, until it hears of it or the deadline for giving back has passed.
    private var hasStragglers: Bool {
        processes.contains { process in
            process.intakes.indices.contains { partition in
                guard process.intakes[partition] != nil else { return false }
                guard let token = process.token, group.knows(token, slot: process.slot) else { return true }
                return group.owner[partition] != process.slot
            }
        }
    }

    /// A store of each root on which someone runs.
    private var runningStores: [EpochStore] {
        roots.indices.compactMap { root in processes.first { $0.isUp && $0.home == root }?.store }
    }

    private var stuckText: String {
        var parts: [String] = []
        for partition in partitions.indices {
            let log = partitions[partition]
            let committed = group.committed[partition].map { String($0.offset) } ?? "none"
            let intakes = processes.compactMap { $0.intakes[partition].map { "\($0.machine.phase)" } }
            parts.append("partition \(partition): committed \(committed) of \(log.end), \(intakes)")
        }
        for store in runningStores {
            guard let waiting = try? store.sealedEpochs().epochs, !waiting.isEmpty else { continue }
            parts.append("sealed: \(waiting.map { "\($0.place) [\($0.manifest.first), \($0.manifest.next))" })")
        }
        return parts.joined(separator: "; ")
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform
import Runtime
import Sinks

extension SimulatedWorld {
    /// Takes one step.
    ///
    /// - Returns: false where the action makes no sense now; nothing has changed then.
    package func apply(_ action: SimulationAction) -> Bool {
        switch action {
        case .start, .kill, .pause, .resume, .stop: applyLife(action)
        case .ingest, .fetch, .close, .send, .tick, .write, .ask, .advance: applyWork(action)
        case .deliver, .drop, .expel, .move, .wait, .append: applyGroup(action)
        case .cutPower, .failSync, .fillDisk, .freeDisk, .loseRoot, .findRoot: applyDisk(action)
        case .halt, .reset, .deleteGroup, .recreate, .truncate, .retain: applyOperator(action)
        }
    }

    private func applyLife(_ action: SimulationAction) -> Bool {
        switch action {
        case .start(let number, let effects):
            guard !processes[number].isUp, !roots[processes[number].home].isGone else { return false }
            processes[number].start(dyingAfter: effects == 0 ? nil : effects)
        case .kill(let number):
            guard processes[number].isUp else { return false }
            processes[number].end()
        case .pause(let number):
            guard processes[number].isUp, !processes[number].isPaused else { return false }
            let process = processes[number]
            if let token = process.token { heard(slot: process.slot, token: token) }
            process.isPaused = true
        case .resume(let number):
            guard processes[number].isPaused else { return false }
            let process = processes[number]
            process.isPaused = false
            if let token = process.token, !group.knows(token, slot: process.slot) { process.hearsOfLoss() }
        case .stop(let number):
            guard runs(number), !processes[number].isStopping else { return false }
            processes[number].stop()
        default: return false
        }
        return true
    }

    private func runs(_ number: Int) -> Bool { processes[number].isUp && !processes[number].isPaused }

    private func applyWork(_ action: SimulationAction) -> Bool {
        switch action {
        case .ingest(let number):
            guard runs(number), processes[number].hasIngestWork else { return false }
            processes[number].ingest()
        case .fetch(let number, let partition, let records):
            guard runs(number), processes[number].intakes[partition]?.machine.takesRecords == true else { return false }
            processes[number].fetch(partition, upTo: records)
        case .close(let number, let partition):
            guard runs(number), processes[number].intakes[partition]?.machine.maySeal == true else { return false }
            processes[number].close(partition)
        case .send(let number):
            guard runs(number), !processes[number].unsent.isEmpty else { return false }
            processes[number].sendCommits()
        case .tick(let number):
            guard runs(number) else { return false }
            processes[number].tick()
        case .write(let number):
            guard runs(number), !processes[number].commands.isEmpty else { return false }
            processes[number].write()
        case .ask(let number):
            guard runs(number), !processes[number].questions.isEmpty else { return false }
            processes[number].answerQuestion()
        case .advance(let number, let steps):
            guard runs(number) else { return false }
            var done = 0
            while done < steps, runs(number), work(processes[number]) { done += 1 }
            return done > 0
        default: return false
        }
        return true
    }

    private func applyGroup(_ action: SimulationAction) -> Bool {
        switch action {
        case .deliver(let index, let how): return deliver(index, how)
        case .drop(let index):
            guard requests.indices.contains(index) else { return false }
            requests.remove(at: index)
        case .expel(let index):
            let slots = group.members.keys.sorted()
            guard slots.indices.contains(index) else { return false }
            expel(slots[index])
            expelSilent()
        case .move(let partition, let number):
            let process = processes[number]
            guard runs(number), let token = process.token, group.knows(token, slot: process.slot),
                group.owner[partition] != process.slot, group.target[partition] == nil
            else { return false }
            move(partition, to: process)
        case .wait(let milliseconds): wait(.milliseconds(milliseconds))
        case .append(let partition, let records):
            guard partitions[partition].end < Int64(SimulationLimits.logRecords) else { return false }
            for _ in 0..<records { appendRecord(partition) }
        default: return false
        }
        return true
    }

    func move(_ partition: Int, to process: SimulatedProcess) {
        guard let owner = group.owner[partition], let member = group.members[owner] else {
            group.give(partition, to: process.slot)
            tellAssigned(partition, slot: process.slot)
            expelSilent()
            return
        }
        group.retarget(partition, to: process.slot)
        let old = processes[member.process]
        if old.token == member.token { old.events.append(.revoke(partition)) }
    }

    func appendRecord(_ partition: Int) {
        let offset = partitions[partition].end
        // An operator wanted everything before the position skipped, and there is no record to tell another log by.
        let isSkipped = group.committed[partition].map { offset < $0.offset && $0.proof == nil } ?? false
        if isSkipped || offset < blindUntil[partition] { excused.insert(Int32(places.count)) }
        // Read by the blind one, and again by the next, who sees that the log's start has fallen.
        if blindUntil[partition] > 0 { mayBeDoubled.insert(Int32(places.count)) }
        if SimulatedLog.holdsRecord(offset) {
            partitions[partition].append(Int32(places.count))
            places.append((partition, offset))
        } else {
            partitions[partition].append(nil)
        }
    }

    /// Time passes: clients that live are heard of, the sessions of others end.
    func wait(_ span: Duration) {
        now += span
        for slot in group.members.keys.sorted() {
            guard let member = group.members[slot] else { continue }
            let process = processes[member.process]
            if process.token == member.token, !process.isPaused {
                group.hear(slot: slot, now: now)
            } else if now - member.seen >= SimulationLimits.sessionTimeout {
                expel(slot)
                expelSilent()
            }
        }
    }

    /// A request reaches the coordinator. Those of one client keep their order.
    private func deliver(_ index: Int, _ how: SimulationAction.Delivery) -> Bool {
        guard requests.indices.contains(index) else { return false }
        let request = requests[index]
        // What a client has given up waiting for lingers on a connection that it has closed, and keeps no order.
        let isFirst =
            request.isAnswered
            || !requests[..<index].contains {
                !$0.isAnswered
                    && ($0.process, $0.run, $0.membership) == (request.process, request.run, request.membership)
            }
        guard isFirst else { return false }
        if how == .timedOut {
            guard !request.isAnswered else { return false }
            requests[index].isAnswered = true
            answer(request, .unknown)
            return true
        }
        requests.remove(at: index)
        var outcome = PartitionMachine.CommitOutcome.refused
        if group.knows(request.token, slot: request.slot) || rules.isOff(.fencing) {
            outcome = request.generation == group.generation || rules.isOff(.fencing) ? .done : .later
        }
        if how == .busy, outcome == .done { outcome = .later }
        if outcome == .done {
            group.committed[request.partition] = request.position
            history[request.partition].append(request.position)
            committedEpochs.insert(request.epoch)
        }
        if how != .unanswered, !request.isAnswered { answer(request, outcome) }
        return true
    }

    private func answer(_ request: SimulatedRequest, _ outcome: PartitionMachine.CommitOutcome) {
        let process = processes[request.process]
        guard process.isUp, process.run == request.run, process.membership == request.membership, process.hasConsumer
        else { return }
        process.results.append(
            SimulatedResult(partition: request.partition, offset: request.position.offset, outcome: outcome))
    }

    private func applyDisk(_ action: SimulationAction) -> Bool {
        switch action {
        case .cutPower(let root, let seed):
            endProcesses(of: root)
            roots[root].disk.cutPower(seed: seed)
            // Not all that lay there was durable.
            excused.formUnion(held)
            held = []
        case .failSync(let number, let nth):
            guard let system = processes[number].system else { return false }
            system.inject(MemoryFault(.synchronize, nth: nth, code: EIO))
        case .fillDisk(let root): roots[root].disk.setCapacity(0)
        case .freeDisk(let root): roots[root].disk.setCapacity(.max)
        case .loseRoot(let root):
            guard !roots[root].isGone else { return false }
            endProcesses(of: root)
            roots[root].isGone = true
        case .findRoot(let root):
            guard roots[root].isGone else { return false }
            roots[root].isGone = false
        default: return false
        }
        return true
    }

    private func endProcesses(of root: Int) {
        for process in processes where process.isUp && process.home == root { process.end() }
    }
}

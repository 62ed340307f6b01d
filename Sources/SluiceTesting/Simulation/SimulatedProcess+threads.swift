// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import KafkaClient
import Platform
import Sinks

extension SimulatedProcess {
    /// Answers the oldest question, as `BrokerReader` does.
    func answerQuestion() {
        guard !questions.isEmpty else { return }
        switch questions.removeFirst() {
        case .standing(let partition, let ticket):
            let committed = world.group.committed[partition]
            let era = world.rewinds[partition].count
            questions.insert(.ends(partition: partition, ticket: ticket, committed: committed, era: era), at: 0)
        case .ends(let partition, let ticket, let committed, let era):
            let log = world.partitions[partition]
            let standing = SimulatedStanding(committed: committed, era: era, logStart: log.start, logEnd: log.end)
            mail.append(.standing(partition: partition, ticket: ticket, standing))
        case .record(let partition, let offset, let ticket):
            let identity = world.partitions[partition].identity(at: offset)
            mail.append(.record(partition: partition, ticket: ticket, identity))
        case .committed(let partitions, let membership):
            let positions = partitions.map { (partition: $0, world.group.committed[$0]) }
            mail.append(.committed(positions, membership: membership))
        }
    }

    /// Does the oldest command, as `ArchiveWriter` does; one that fails for a reason that may pass stays first.
    func write() {
        guard let command = commands.first, let store, let system else { return }
        do {
            try perform(command, store)
            // What was appended meanwhile stands behind it; an abandoned epoch's commands may be gone.
            if isUp, !commands.isEmpty { commands.removeFirst() }
        } catch {
            if system.isDead { return end() }
            if case .listLeftovers = command {
                commands.removeFirst()
            } else if let error = error as? StoreError, !error.mayPass {
                world.report(.broken, error.message)
                commands.removeFirst()
            }
        }
        if system.isDead { end() }
    }

    private func perform(_ command: SimulatedCommand, _ store: EpochStore) throws {
        switch command {
        case .begin(let id): _ = try store.beginEpoch(id)
        case .seal(let manifest, let records): seal(manifest, records, store)
        case .publish(let id, let partition):
            let report = try store.publish(id)
            if !report.missing.isEmpty { world.report(.broken, "a file is neither pending nor published") }
            mail.append(.published(id, partition: partition))
        case .abandon(let id): try store.abandon(id)
        case .orphan(let id): store.orphan(id)
        case .settle(let partition, let ticket, let committed, let isOwner, let position):
            try settle(partition, ticket, committed, isOwner, position, store)
        case .listLeftovers:
            if !rules.isOff(.takeUnlocked) {
                let timeout = rules.isOff(.slotTimeout) ? Duration.zero : SimulationLimits.sessionTimeout
                _ = try store.takeUnlockedSlots(sessionTimeout: timeout, now: world.now)
            }
            try store.removeLeftovers()
            try store.releaseEmptySlots()
            if rules.isOff(.settleAll) { return }
            let held = try store.sealedEpochs().epochs.filter { $0.place == .own || $0.place == .handed }
            mail.append(.leftovers(Set(held.map { Int($0.manifest.partition) }).sorted()))
        case .stop:
            try store.flushComplete()
            store.close()
            end()
        }
    }

    /// After an error the epoch's bytes count as lost and it is read again.
    private func seal(_ manifest: Manifest, _ records: [Int32], _ store: EpochStore) {
        var manifest = manifest
        do {
            if !manifest.isJump { try writeFiles(of: &manifest, records, store) }
            world.seals(manifest)
            try store.seal(manifest)
            mail.append(.sealed(manifest))
        } catch {
            if system?.isDead != false { return }
            commands.insert(.abandon(manifest.id), at: min(1, commands.count))
            mail.append(.lost(manifest.id))
        }
    }

    /// Two files, of the records with even and with odd numbers, a line of three digits to the base of 64 each.
    private func writeFiles(of manifest: inout Manifest, _ records: [Int32], _ store: EpochStore) throws {
        let directory = store.path(of: manifest.id)
        let final = FinalName(manifest)
        for number in 0..<2 {
            let rows = records.filter { Int($0) % 2 == number }
            if rows.isEmpty { continue }
            let bytes = rows.flatMap(SimulationFindings.line)
            let name = "\(number).rows"
            try store.root.fileSystem.create(directory + "/" + name, bytes)
            manifest.files.append(
                FileEntry(
                    name: name, path: "rows/" + final.name(file: number, extension: ".rows"), output: "rows",
                    bytes: Int64(bytes.count), checksum: "crc64:" + Checksum(of: bytes.span.bytes).hexadecimal,
                    rows: Int64(rows.count), minEventMs: nil, maxEventMs: nil))
            manifest.dispositions.rows["rows", default: 0] += Int64(rows.count)
        }
    }

    private func settle(
        _ partition: Int, _ ticket: Int, _ committed: CommittedPosition?, _ isOwner: Bool, _ position: Int64?,
        _ store: EpochStore
    ) throws {
        let place = world.names[partition]
        try store.removeLeftovers()
        for epoch in try store.sealedEpochs().epochs {
            guard epoch.manifest.topicPartition == place, epoch.place == .own || epoch.place == .handed else {
                continue
            }
            if epoch.place == .own, rules.isOff(.settleOwn) { continue }
            let isOnlyRoot = world.shape.saysOnlyRoot || rules.isOff(.onlyRoot)
            var facts = try store.facts(of: epoch, committed: committed, isOwner: isOwner, isOnlyRoot: isOnlyRoot)
            facts.chainMax = world.shape.chainMax
            let decision = SettlingRule.decide(epoch.manifest, facts, disabled: rules.disabled)
            world.note(decision)
            let result = try store.settle(epoch, rules.verdict(decision.verdict))
            if case .published(let report) = result, !report.missing.isEmpty {
                world.report(.broken, "a file is neither pending nor published")
            }
        }
        let coverage = try store.coverage(of: place)
        let answer = SimulatedSettling(
            coverage: coverage,
            holder: try store.epoch(holding: position, committed: committed, of: place, in: coverage),
            pending: try store.sealedEpochs().epochs.filter { $0.manifest.topicPartition == place }.map(\.pending),
            hasUndecided: try !store.undecided(of: place).isEmpty)
        mail.append(.settled(partition: partition, ticket: ticket, answer))
    }
}

extension EpochStore {
    /// The directory of an epoch of this store.
    fileprivate func path(of id: EpochID) -> String {
        root.path(RootLayout.pending, RootLayout.groupName(group), String(slot.number), id.description)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
package import Platform
import Records
package import Sinks

/// Writes, seals, publishes and settles the epochs of one topology, on a thread of its own.
///
/// Commands come by its mailbox and are done in order. One that fails for a reason that may pass (a full disk, a
/// permission) is tried again until it succeeds: nothing is lost, the ingest actor stops polling by itself.
package actor ArchiveWriter: Poller {
    package nonisolated let commands = Mailbox<WriterCommand>()
    /// Bytes of chunks that were sent and not written yet.
    package nonisolated let inFlight = InFlightBytes()

    nonisolated let executor = PollingExecutor(name: "sluice-writer")
    private let store: EpochStore
    private let epochFiles: EpochFiles
    private let report: @Sendable (WriterReport) -> Void
    private let time: TimeSource
    private let sessionTimeout: Duration
    private var ids: [EpochKey: EpochID] = [:]
    private var queue = CommandQueue()
    private var backoff = Backoff(first: RuntimeLimits.writeRetryFirst, longest: RuntimeLimits.writeRetryLongest)
    private var retryAt: Duration?
    private var nextLook: Duration?
    private var nextCheck: Duration = .zero
    /// Another root is in the place of ours: nothing may be written any more.
    private var isRootReplaced = false
    private var isStopped = false

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter report: called on the writer's thread.
    package init(
        store: sending EpochStore, files: sending EpochFiles, time: TimeSource, sessionTimeout: Duration,
        report: @escaping @Sendable (WriterReport) -> Void
    ) {
        self.store = store
        epochFiles = files
        self.time = time
        self.sessionTimeout = sessionTimeout
        self.report = report
    }

    package nonisolated func start() { executor.start(polling: self) }
    package nonisolated func poll() { assumeIsolated { $0.step() } }
    package nonisolated func wake() { commands.wake() }

    /// Waits until the writer has done everything and let go of its slots; gives up after the limit.
    package func finished(within limit: Duration) async {
        let deadline = ContinuousClock.now + limit
        while !isStopped, ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
    }

    private func step() {
        let wait = waitingTime()
        take(commands.take(waiting: executor.hasJobs ? .zero : wait))
        lookAtDisk()
        checkRoot()
        if isRootReplaced {
            while let command = queue.takeFirst() { if case .stop = command { stop() } }
            return
        }
        if let retryAt, time.monotonic() < retryAt, !queue.isFirstNew { return }
        retryAt = nil
        while retryAt == nil, !isStopped, let command = queue.takeFirst() {
            attempt(command)
            // New commands may abandon what comes next.
            take(commands.take())
        }
    }

    private func take(_ more: [WriterCommand]) {
        inFlight.subtract(queue.append(more))
    }

    private func waitingTime() -> Duration {
        if retryAt == nil, !queue.isEmpty { return .zero }
        let now = time.monotonic()
        let look = nextLook.map { max(.zero, $0 - now) } ?? .zero
        return retryAt.map { min(look, max(.zero, $0 - now)) } ?? look
    }

    /// Tells how much is free, whatever command is waiting for its next try.
    private func lookAtDisk() {
        let now = time.monotonic()
        if let nextLook, now < nextLook { return }
        nextLook = now + RuntimeLimits.diskInterval
        // A disk that cannot say it keeps its last figure; what cannot be written is told by who writes it.
        guard let space = try? store.root.fileSystem.freeSpace(store.root.path) else { return }
        report(.disk(space))
    }

    /// Looks whether the root is still the one that was opened.
    private func checkRoot() {
        let now = time.monotonic()
        if isRootReplaced || now < nextCheck { return }
        nextCheck = now + RuntimeLimits.sweepInterval
        do throws(StoreError) {
            try store.root.checkIdentity()
        } catch  where [.replaced, .notARoot, .damaged, .newerVersion].contains(error.code) {
            isRootReplaced = true
            report(.broken(reason: error.message))
        } catch {
            // A disk that cannot be read now may be again; what has to be written waits for it anyway.
            return
        }
    }

    private func attempt(_ command: WriterCommand) {
        do {
            try perform(command)
            if backoff.failures > 0 {
                backoff.succeeded()
                report(.recovered)
            }
        } catch let error as StoreError {
            fail(command, error.message, mayPass: error.mayPass)
        } catch {
            fail(command, "\(error)", mayPass: true)
        }
    }

    private func fail(_ command: WriterCommand, _ reason: String, mayPass: Bool) {
        guard mayPass else {
            report(.broken(reason: reason))
            return
        }
        // The next look comes by itself; what others have left holds up no epoch of this process.
        if case .listLeftovers = command { return report(.sweepFailed(reason: reason)) }
        queue.putBack(command)
        retryAt = time.monotonic() + backoff.failed()
        report(.failing(reason: reason))
    }

    private func perform(_ command: WriterCommand) throws {
        switch command {
        case .begin(let key, let id):
            epochFiles.begin(key, directory: try store.beginEpoch(id))
            ids[key] = id
        case .write(let delivery): try write(delivery)
        case .seal(let key, let manifest): try seal(key, manifest)
        case .sealJump(let key, let manifest): try seal(key, manifest)
        case .publish(let id, let partition):
            let missing = try store.publish(id).missing
            store.forgetStart(of: partition)
            report(.published(id, partition))
            if let failure = store.ledgerFailure { report(.ledgerFailed(reason: failure.message)) }
            tell(missing)
        case .abandon(let key):
            epochFiles.abandon(key)
            if let id = ids[key] { try store.abandon(id) }
            ids[key] = nil
        case .orphan(let id): store.orphan(id)
        case .settle(let request): report(.settled(try settle(request)))
        case .beginReading(let request): report(.mayRead(try beginReading(request)))
        case .endReading(let partition): store.forgetStart(of: partition)
        case .listLeftovers: report(.leftovers(try leftovers()))
        case .testDisk: testDisk()
        case .stop: stop()
        }
    }

    private func write(_ delivery: ChunkDelivery) throws {
        let bytes = delivery.chunk?.count ?? 0
        do throws(EpochFilesError) {
            try epochFiles.write(delivery)
        } catch  where error.code == .retriable {
            throw error
        } catch {
            lose(delivery.epoch, error.message)
        }
        inFlight.subtract(bytes)
    }

    /// After an error the epoch's bytes count as lost and it is read again, unless only the end of a file could not be
    /// written yet.
    private func seal(_ key: EpochKey, _ manifest: Manifest) throws {
        // One that was lost before its end was reported then.
        guard manifest.isJump || ids[key] != nil else { return }
        var manifest = manifest
        do {
            if !manifest.isJump {
                manifest.files = try epochFiles.finish(key, as: FinalName(manifest))
            }
            manifest.sealedMs = time.wallMs()
            try store.seal(manifest)
            ids[key] = nil
            report(.sealed(key, manifest))
        } catch let error as EpochFilesError where error.code == .retriable {
            throw error
        } catch {
            if manifest.isJump { ids[key] = manifest.id }
            lose(key, "\(error)")
        }
    }

    private func lose(_ key: EpochKey, _ reason: String) {
        epochFiles.abandon(key)
        take([.abandon(key)])
        report(.lost(key, reason: reason))
    }

    /// Files of a published epoch that are nowhere: the rest of it is there.
    private func tell(_ missing: [FileEntry]) {
        if let file = missing.first { report(.broken(reason: "\(file.path): neither pending nor published")) }
    }

    private func testDisk() {
        let isGood = DiskTest(files: store.root.fileSystem).passes(in: store.root.path)
        report(.diskTested(isGood: isGood))
    }

    private func stop() {
        isStopped = true
        defer {
            store.close()
            executor.finish()
        }
        if isRootReplaced { return }
        store.forgetStarts()
        do throws(StoreError) {
            try store.flushComplete()
        } catch {
            // The next publication of any process writes it.
            report(.failing(reason: error.message))
        }
    }
}

// MARK: - Settling

extension ArchiveWriter {
    private func settle(_ request: SettleRequest) throws -> SettleAnswer {
        var published: [Manifest] = []
        try store.removeLeftovers()
        for epoch in try epochs(of: request.partition) where epoch.place == .own || epoch.place == .handed {
            let facts = try store.facts(
                of: epoch, committed: request.committed, isOwner: request.isOwner,
                isOnlyRoot: request.isOnlyRoot)
            let result = try store.settle(epoch, SettlingRule.decide(epoch.manifest, facts).verdict)
            guard case .published(let done) = result else { continue }
            published.append(epoch.manifest)
            tell(done.missing)
        }
        let coverage = try store.coverage(of: request.partition)
        return SettleAnswer(
            partition: request.partition, ticket: request.ticket, coverage: coverage,
            holder: try store.epoch(
                holding: request.position, committed: request.committed, of: request.partition, in: coverage),
            pending: try epochs(of: request.partition).map(\.pending),
            hasUndecided: try !store.undecided(of: request.partition).isEmpty, published: published)
    }

    private func beginReading(_ request: ReadRequest) throws -> ReadAnswer {
        let deaths =
            request.hasRecords
            ? try store.noteStart(of: request.partition, incarnation: request.incarnation, at: request.position) : 0
        return ReadAnswer(
            partition: request.partition, ticket: request.ticket, position: request.position, deaths: deaths,
            quarantined: try Quarantine(store.root).offsets(of: request.partition))
    }

    private func epochs(of partition: TopicPartition) throws -> [SealedEpoch] {
        try store.sealedEpochs().epochs.filter { $0.manifest.topicPartition == partition }
    }

    private func leftovers() throws -> [TopicPartition] {
        _ = try store.takeUnlockedSlots(sessionTimeout: sessionTimeout, now: time.monotonic())
        try store.removeLeftovers()
        try store.releaseEmptySlots()
        let held = try store.sealedEpochs().epochs.filter { $0.place == .own || $0.place == .handed }
        return Set(held.map(\.manifest.topicPartition)).sorted()
    }
}

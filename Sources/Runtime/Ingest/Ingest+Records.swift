// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Records
import Sinks
import Stages
import Telemetry
import Topology

extension Ingest {
    /// Runs the pipeline over a batch. This is the data path: no await, no allocation, no String per record.
    func process(_ batch: consuming RecordBatch) {
        if batch.count > 0 { metrics.batches.observe(Double(batch.count)) }
        if batch.count > 0 || !batch.ends.isEmpty { silentSince = nil }
        let now = time.monotonic()
        for run in batch.runs {
            guard let intake = intakes[run.partition], intake.machine.takesRecords else { continue }
            take(run.range, of: batch, into: intake, now: now)
        }
        for end in batch.ends {
            guard let intake = intakes[end.partition], intake.machine.takesRecords else { continue }
            reachEnd(at: end.offset, of: intake, now: now)
        }
        // Handled when the batch is gone: what they call for may end the consumer.
        problems += batch.problems
    }

    private func take(_ range: Range<Int>, of batch: borrowing RecordBatch, into intake: Intake, now: Duration) {
        let start = intake.tracker.position
        var index = range.lowerBound
        while index < range.upperBound, intake.covered.passesOver(batch.offset(at: index), at: start) { index += 1 }
        if index == range.upperBound { return }
        let epoch = openEpoch(of: intake, now: now)
        var counts = VerdictCounts()
        var position = start
        // Asked once: what is covered changes between batches only.
        let coversNothing = intake.covered.isEmpty
        let last = batch.offset(at: range.upperBound - 1)
        let holdsQuarantined = intake.holdsQuarantined(start...max(start, last))
        while index < range.upperBound {
            let offset = batch.offset(at: index)
            let timestamp = batch.timestampMs(at: index)
            if offset != position || !coversNothing {
                if intake.covered.passesOver(offset, at: position) {
                    index += 1
                    continue
                }
                epoch.gaps += intake.covered.gaps(from: position, upTo: offset)
            }
            if holdsQuarantined, intake.quarantined.contains(offset) {
                spare(batch, index, intake, epoch, &counts)
            } else {
                handle(batch, index, offset, timestamp, epoch, intake.topicName, intake.partition.partition, &counts)
            }
            position = offset + 1
            index += 1
        }
        noteEdges(range, of: batch, in: start..<position, of: epoch)
        epoch.add(counts, now: now)
        metrics.note(counts)
        do throws(OffsetTracker.Failure) {
            try intake.tracker.note(records: counts.records, through: position - 1)
        } catch {
            brokenOrder = "\(intake.partition): \(error)"
        }
        closeIfFull(epoch, of: intake)
    }

    @inline(__always)
    private func handle(
        _ batch: borrowing RecordBatch, _ index: Int, _ offset: Int64, _ timestamp: Int64, _ epoch: OpenEpoch,
        _ topic: [UInt8], _ partition: Int32, _ counts: inout VerdictCounts
    ) {
        let origin = RecordOrigin(
            topic: topic.span.bytes, partition: partition, offset: offset, timestampMs: timestamp)
        pipeline.record.begin(origin: origin)
        if plan.source.readsKey { pipeline.record.setKey(batch.key(at: index)) }
        if plan.source.readsHeaders {
            batch.forEachHeader(at: index) { pipeline.record.addHeader(name: $0, value: $1) }
        }
        let payload = batch.payload(at: index)
        let verdict = pipeline.process(payload)
        counts.records += 1
        counts.payloadBytes += Int64(payload?.byteCount ?? 0)
        let eventTime = pipeline.eventTimeMs
        switch verdict {
        case .routed(var outputs):
            counts.archived += 1
            while let output = outputs.popFirst() {
                epoch.outputs.append(&pipeline.record, eventTimeMs: eventTime, to: output)
            }
            epoch.minEventMs = min(epoch.minEventMs, eventTime)
            epoch.maxEventMs = max(epoch.maxEventMs, eventTime)
        case .filtered(let rule):
            counts.filtered += 1
            epoch.filtered[rule] += 1
        case .failed(let failure):
            counts.deadLettered += 1
            bury(failure, batch, index, topic, partition, in: epoch)
        }
    }

    /// Sends a record in quarantine to the dead letters: nothing looks into it.
    @inline(never)
    private func spare(
        _ batch: borrowing RecordBatch, _ index: Int, _ intake: Intake, _ epoch: OpenEpoch,
        _ counts: inout VerdictCounts
    ) {
        counts.records += 1
        counts.deadLettered += 1
        counts.payloadBytes += Int64(batch.payload(at: index)?.byteCount ?? 0)
        bury(
            reason: "quarantined", stage: "quarantine", position: -1, batch, index, intake.topicName,
            intake.partition.partition, in: epoch)
        log.warning(
            "a record in quarantine went to the dead letters unread",
            [
                "kafka.partition": .string("\(intake.partition)"), "kafka.offset": .int(batch.offset(at: index)),
            ])
    }

    @inline(never)
    private func bury(
        _ failure: Failure, _ batch: borrowing RecordBatch, _ index: Int, _ topic: [UInt8], _ partition: Int32,
        in epoch: OpenEpoch
    ) {
        bury(
            reason: failure.reason.name, stage: pipeline.labels[failure.stage], position: failure.position, batch,
            index, topic, partition, in: epoch)
    }

    /// Writes a dead letter with all that the record came with.
    private func bury(
        reason: String, stage: String, position: Int, _ batch: borrowing RecordBatch, _ index: Int, _ topic: [UInt8],
        _ partition: Int32, in epoch: OpenEpoch
    ) {
        metrics.noteDeadLetter(reason)
        let timestamp = batch.timestampMs(at: index)
        let origin = RecordOrigin(
            topic: topic.span.bytes, partition: partition, offset: batch.offset(at: index), timestampMs: timestamp)
        let letter = DeadLetter(
            reason: reason, stage: stage, position: position, origin: origin, key: batch.key(at: index),
            payload: batch.payload(at: index))
        epoch.outputs.append(letter, timeMs: timestamp >= 0 ? timestamp : time.wallMs(), to: plan.deadLetters)
    }

    /// Notes the identities of the first and the last record of the run that were taken.
    private func noteEdges(
        _ range: Range<Int>, of batch: borrowing RecordBatch, in taken: Range<Int64>, of epoch: OpenEpoch
    ) {
        var first = range.lowerBound
        var last = range.upperBound - 1
        while first <= last, !taken.contains(batch.offset(at: first)) { first += 1 }
        while last >= first, !taken.contains(batch.offset(at: last)) { last -= 1 }
        guard first <= last else { return }
        if epoch.firstRecord == nil { epoch.firstRecord = identity(of: first, in: batch) }
        epoch.lastRecord = identity(of: last, in: batch)
    }

    private func identity(of index: Int, in batch: borrowing RecordBatch) -> RecordIdentity {
        RecordIdentity(
            offset: batch.offset(at: index), timestampMs: batch.timestampMs(at: index),
            hash: RecordHash(key: batch.key(at: index), payload: batch.payload(at: index)))
    }

    /// The partition was read to its end, which may lie behind offsets that no record has.
    private func reachEnd(at offset: Int64, of intake: Intake, now: Duration) {
        if offset > intake.tracker.position {
            let epoch = openEpoch(of: intake, now: now)
            epoch.gaps += intake.covered.gaps(from: intake.tracker.position, upTo: offset)
            intake.tracker.advance(to: offset)
        }
        if settings.closesAtEnd { apply(intake.machine.close(), to: intake) }
    }

    private func openEpoch(of intake: Intake, now: Duration) -> OpenEpoch {
        if let open = intake.open { return open }
        lastKey += 1
        let key = EpochKey(rawValue: lastKey)
        let outputs = EpochOutputs(
            key, topic: intake.partition.topic, partition: intake.partition.partition, files: files)
        let epoch = OpenEpoch(
            key: key, id: EpochID(using: &random), outputs: outputs, routes: plan.routes.count, now: now)
        intake.open = epoch
        owners[key] = intake
        intake.machine.opened()
        ports.writer.send(.begin(key, epoch.id))
        return epoch
    }

    private func closeIfFull(_ epoch: OpenEpoch, of intake: Intake) {
        let limits = plan.archive.epoch
        let isFull =
            epoch.payloadBytes >= limits.bytes || epoch.records >= limits.records || epoch.isListFull
        guard isFull else { return }
        apply(intake.machine.close(), to: intake)
    }

    /// Passes full chunks on to the writer.
    func deliverChunks() {
        for delivery in files.takeDeliveries() {
            ports.inFlight.add(delivery.chunk?.count ?? 0)
            ports.writer.send(.write(delivery))
        }
    }
}

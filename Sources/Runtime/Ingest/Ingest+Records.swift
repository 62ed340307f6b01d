// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Records
import Sinks
import Stages

extension Ingest {
    /// Runs the pipeline over a batch. This is the data path: no await, no allocation, no String per record.
    func process(_ batch: consuming RecordBatch) {
        if batch.count > 0 { metrics.batches.observe(Double(batch.count)) }
        let now = time.monotonic()
        for run in batch.runs {
            guard let intake = intakes[run.partition], intake.machine.takesRecords else { continue }
            take(run.range, of: batch, into: intake, now: now)
        }
        for end in batch.ends {
            guard let intake = intakes[end.partition], intake.machine.takesRecords else { continue }
            reachEnd(at: end.offset, of: intake, now: now)
        }
        for problem in batch.problems { note(problem) }
    }

    private func take(_ range: Range<Int>, of batch: borrowing RecordBatch, into intake: Intake, now: Duration) {
        let epoch = openEpoch(of: intake, now: now)
        var counts = VerdictCounts()
        let position = intake.position
        for index in range {
            let offset = batch.offset(at: index)
            if offset != intake.position {
                // Delivered again, or published before: passed over. A gap is counted when a later record is taken.
                if offset < intake.position || intake.covered.range(holding: offset) != nil { continue }
                epoch.gaps += intake.gaps(upTo: offset)
            }
            let timestamp = batch.timestampMs(at: index)
            handle(batch, index, offset, timestamp, epoch, intake.topicName, intake.partition.partition, &counts)
            intake.position = offset + 1
        }
        noteEdges(range, of: batch, from: position, in: epoch)
        epoch.records += counts.records
        epoch.archived += counts.archived
        epoch.deadLettered += counts.deadLettered
        epoch.payloadBytes += counts.payloadBytes
        epoch.touchedAt = now
        metrics.note(counts)
        closeIfFull(epoch, of: intake)
    }

    @inline(__always)
    private func handle(
        _ batch: borrowing RecordBatch, _ index: Int, _ offset: Int64, _ timestamp: Int64, _ epoch: OpenEpoch,
        _ topic: [UInt8], _ partition: Int32, _ counts: inout VerdictCounts
    ) {
        let origin = RecordOrigin(
            topic: topic.span.bytes, partition: partition, offset: offset, timestampMs: timestamp)
        pipeline.begin(origin: origin)
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
        case .routed(let outputs):
            counts.archived += 1
            for output in outputs { epoch.outputs.append(&pipeline.record, eventTimeMs: eventTime, to: output) }
            epoch.minEventMs = min(epoch.minEventMs, eventTime)
            epoch.maxEventMs = max(epoch.maxEventMs, eventTime)
        case .filtered(let rule):
            counts.filtered += 1
            epoch.filtered[rule] += 1
        case .failed(let failure):
            counts.deadLettered += 1
            bury(failure, origin, batch.key(at: index), payload, in: epoch)
        }
    }

    /// Writes a dead letter with all that the record came with.
    @inline(never)
    private func bury(
        _ failure: Failure, _ origin: borrowing RecordOrigin, _ key: RawSpan?, _ payload: RawSpan?, in epoch: OpenEpoch
    ) {
        metrics.noteDeadLetter(failure.reason.rawValue)
        let letter = DeadLetter(
            reason: failure.reason.rawValue, stage: pipeline.label(of: failure.stage), position: failure.position,
            origin: origin, key: key, payload: payload)
        let time = origin.timestampMs >= 0 ? origin.timestampMs : self.time.wallMs()
        epoch.outputs.append(letter, timeMs: time, to: plan.deadLetters)
    }

    /// Notes the identities of the run's first and last record where they are the epoch's.
    private func noteEdges(
        _ range: Range<Int>, of batch: borrowing RecordBatch, from position: Int64, in epoch: OpenEpoch
    ) {
        var first = range.lowerBound
        var last = range.upperBound - 1
        while first < range.upperBound, batch.offset(at: first) < position { first += 1 }
        while last >= first, batch.offset(at: last) < position { last -= 1 }
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
        if offset > intake.position {
            let epoch = openEpoch(of: intake, now: now)
            epoch.gaps += intake.gaps(upTo: offset)
            intake.position = offset
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
            key: key, id: EpochID(using: &random), outputs: outputs, first: intake.position,
            routes: plan.routes.count, now: now)
        intake.open = epoch
        owners[key] = intake
        intake.machine.opened()
        ports.writer.send(.begin(key, epoch.id))
        return epoch
    }

    private func closeIfFull(_ epoch: OpenEpoch, of intake: Intake) {
        let limits = plan.archive.epoch
        guard epoch.payloadBytes >= limits.bytes || epoch.records >= limits.records else { return }
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

// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Records
import Sinks

/// An epoch that takes in records: its files, its range, what became of its records. Ingest thread only.
final class OpenEpoch {
    let key: EpochKey
    let id: EpochID
    let outputs: EpochOutputs
    /// Monotonic times of its beginning and of its last record.
    let openedAt: Duration
    var touchedAt: Duration
    var records: Int64 = 0
    var archived: Int64 = 0
    var deadLettered: Int64 = 0
    /// Records filtered, by route.
    var filtered: [Int64]
    var gaps: [GapRange] = []
    var firstRecord: RecordIdentity?
    var lastRecord: RecordIdentity?
    var minEventMs = Int64.max
    var maxEventMs = Int64.min
    /// Payload bytes taken in.
    var payloadBytes: Int64 = 0

    init(key: EpochKey, id: EpochID, outputs: EpochOutputs, routes: Int, now: Duration) {
        self.key = key
        self.id = id
        self.outputs = outputs
        openedAt = now
        touchedAt = now
        filtered = Array(repeating: 0, count: routes)
    }

    /// Whether it is near the most that a manifest may list, whatever its limits are.
    var isListFull: Bool {
        gaps.count >= RuntimeLimits.epochGaps || outputs.filesOpened >= RuntimeLimits.epochFiles
    }

    /// Adds what became of the records of a run.
    func add(_ counts: VerdictCounts, now: Duration) {
        records += counts.records
        archived += counts.archived
        deadLettered += counts.deadLettered
        payloadBytes += counts.payloadBytes
        touchedAt = now
    }

    /// What the manifest says of the records; `names` are the outputs' and `rules` the routes'.
    func dispositions(names: [String], rules: [String]) -> Dispositions {
        var counts = Dispositions()
        counts.archived = archived
        counts.deadLettered = deadLettered
        for (name, rows) in zip(names, outputs.rows) where rows > 0 { counts.rows[name] = Int64(rows) }
        for (rule, count) in zip(rules, filtered) where count > 0 { counts.filtered[rule, default: 0] += count }
        return counts
    }
}

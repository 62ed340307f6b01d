// Sluice
// SPDX-License-Identifier: Apache-2.0

/// When the log's end passed an offset.
package struct EndTime: Sendable, Equatable {
    /// In milliseconds since 1970, on the clock of the samples.
    package var timeMs: Int64
    /// The offset was passed then or earlier, before all that is known: an age from it is "at least".
    package var isAtLeast: Bool
    package var method: PartitionProgress.Method
    /// How far the samples may lie from `timeMs`; between two samples nothing is known anyway.
    package var errorMs: Int64

    package init(timeMs: Int64, isAtLeast: Bool = false, method: PartitionProgress.Method, errorMs: Int64 = 0) {
        self.timeMs = timeMs
        self.isAtLeast = isAtLeast
        self.method = method
        self.errorMs = errorMs
    }
}

/// Whether the log's end has passed an offset.
package enum EndPassage: Sendable, Equatable {
    /// There are no samples.
    case unknown
    case notYet
    case at(EndTime)
}

/// Where one partition's log ended and began over the last days, compressed. A plain value of about 150 bytes and 16
/// for each point.
package struct EndHistory: Sendable, Equatable {
    /// Kafka's answers to "which offset had this time": the log ended there from the one time to the other at least.
    struct Seed: Sendable, Equatable {
        var offset: Int64
        var sinceMs: Int64
        var untilMs: Int64
    }

    /// The log was truncated, or the topic made anew.
    package struct Fall: Sendable, Equatable {
        /// When it was noticed, in milliseconds since 1970.
        package var atMs: Int64
        /// Where the log ended then.
        package var end: Int64
    }

    /// High watermarks.
    package private(set) var ends: OffsetCurve
    /// Log starts, where they were asked.
    package private(set) var starts: OffsetCurve
    /// Ascending in both; below the oldest sample when they are looked up.
    private(set) var seeds: [Seed]
    /// Offsets known to hold no data: control records, aborted or compacted ones. Whoever read them says so.
    package private(set) var gap: Range<Int64>?
    /// The last one; nil: none was seen.
    package private(set) var fall: Fall?

    package init() {
        self.init(ends: OffsetCurve(), starts: OffsetCurve(), seeds: [], gap: nil, fall: nil)
    }

    init(ends: OffsetCurve, starts: OffsetCurve, seeds: [Seed], gap: Range<Int64>?, fall: Fall?) {
        self.ends = ends
        self.starts = starts
        self.seeds = seeds
        self.gap = gap
        self.fall = fall
    }

    /// Takes a sample of the leader's. One that is older than the newest is left out; an end that fell begins anew; a
    /// clock that was set back moves what is older with it.
    package mutating func add(end: Int64, start: Int64?, atMs: Int64) {
        let before = ends.last?.atMs
        switch ends.add(end, atMs: atMs, pointsMax: HistoryLimits.pointsMax) {
        case .late: return
        case .taken:
            if let before, atMs < before { setBack(by: before.clampedSubtracting(atMs)) }
        case .fell:
            starts = OffsetCurve()
            seeds.removeAll()
            gap = nil
            fall = Fall(atMs: atMs, end: end)
        }
        guard let start else { return }
        // An end of its own kind: a start that falls is another log, whatever its end says.
        if starts.add(start, atMs: atMs, pointsMax: HistoryLimits.startPointsMax) == .fell {
            fall = Fall(atMs: atMs, end: end)
        }
    }

    private mutating func setBack(by stepMs: Int64) {
        for index in seeds.indices {
            seeds[index].sinceMs = seeds[index].sinceMs.clampedSubtracting(stepMs)
            seeds[index].untilMs = seeds[index].untilMs.clampedSubtracting(stepMs)
        }
        if let fallMs = fall?.atMs { fall?.atMs = fallMs.clampedSubtracting(stepMs) }
    }

    /// Takes Kafka's answer: `offset` is the first record not older than `timestampMs`. Only what lies before the
    /// samples is used; a row of answers that contradict each other keeps the newest.
    package mutating func seed(offset: Int64, timestampMs: Int64) {
        guard offset >= 0, timestampMs >= 0 else { return }
        let place = seeds.firstIndex { $0.offset >= offset } ?? seeds.count
        if place < seeds.count, seeds[place].offset == offset {
            seeds[place].sinceMs = min(seeds[place].sinceMs, timestampMs)
            seeds[place].untilMs = max(seeds[place].untilMs, timestampMs)
        } else {
            seeds.insert(Seed(offset: offset, sinceMs: timestampMs, untilMs: timestampMs), at: place)
        }
        // Timestamps are the producers' and may run back.
        for index in seeds.indices.dropLast().reversed() {
            seeds[index].untilMs = min(seeds[index].untilMs, seeds[index + 1].sinceMs)
            seeds[index].sinceMs = min(seeds[index].sinceMs, seeds[index].untilMs)
        }
        if seeds.count > HistoryLimits.seedsMax { seeds.removeFirst() }
    }

    /// Takes Kafka's answer that no record is that new: the log ended then where the first sample found its end.
    package mutating func seedEnd(timestampMs: Int64) {
        if let oldest = ends.first { seed(offset: oldest.offset, timestampMs: timestampMs) }
    }

    /// Says that these offsets hold no data. Kept until the log is truncated, or another gap is told.
    package mutating func setGap(_ offsets: Range<Int64>) {
        if !offsets.isEmpty { gap = offsets }
    }

    /// When the end passed an offset: from then on a record waits there. Between samples interpolated, before the
    /// oldest one between answers of offsets-for-times; never extrapolated. O(log points).
    package func time(of offset: Int64) -> EndPassage {
        switch ends.place(of: offset) {
        case .unknown: .unknown
        case .ahead: .notYet
        case .at(let timeMs, let errorMs): .at(EndTime(timeMs: timeMs, method: .history, errorMs: errorMs))
        case .before(let oldestMs): .at(seeded(offset, oldestMs))
        }
    }

    private func seeded(_ offset: Int64, _ oldestMs: Int64) -> EndTime {
        guard let oldest = ends.first, let position = seeds.lastIndex(where: { $0.offset <= offset }) else {
            guard let seed = seeds.first else { return EndTime(timeMs: oldestMs, isAtLeast: true, method: .history) }
            return EndTime(timeMs: min(seed.sinceMs, oldestMs), isAtLeast: true, method: .offsetsForTimes)
        }
        let seed = seeds[position]
        let next = bound(after: position, oldest.offset, oldestMs)
        let span = max(0, min(next.sinceMs, oldestMs).clampedSubtracting(seed.untilMs))
        let share = Double(offset - seed.offset) / Double(next.offset - seed.offset)
        let elapsed = min(max(0, Int64(clamping: share * Double(span))), span)
        let time = min(seed.untilMs.clampedAdding(elapsed), oldestMs)
        return EndTime(timeMs: time, method: .offsetsForTimes, errorMs: span)
    }

    /// The seed behind one, or the oldest sample where that comes first.
    private func bound(after position: Int, _ oldest: Int64, _ oldestMs: Int64) -> Seed {
        if position + 1 < seeds.count, seeds[position + 1].offset <= oldest { return seeds[position + 1] }
        return Seed(offset: oldest, sinceMs: oldestMs, untilMs: oldestMs)
    }

    /// Between which times the end passed an offset, where only answers of offsets-for-times tell it, and not closely:
    /// a further question for a time between them would. Nil: nothing is to be gained.
    package func openSpan(of offset: Int64, nowMs: Int64) -> ClosedRange<Int64>? {
        guard case .before(let oldestMs) = ends.place(of: offset), let oldest = ends.first,
            let position = seeds.lastIndex(where: { $0.offset <= offset })
        else { return nil }
        let fromMs = seeds[position].untilMs
        let toMs = min(bound(after: position, oldest.offset, oldestMs).sinceMs, oldestMs)
        let ageMs = nowMs.clampedSubtracting(toMs)
        let closeMs = max(HistoryLimits.toleranceMs, ageMs / HistoryLimits.ageShare)
        return fromMs < toMs && toMs.clampedSubtracting(fromMs) > closeMs ? fromMs...toMs : nil
    }

    /// Offsets a second by which the log's start moved over up to an hour; nil where less than a minute is known.
    package func startPace() -> Double? {
        guard let oldest = starts.first, let newest = starts.last else { return nil }
        let from = max(oldest.atMs, newest.atMs.clampedSubtracting(HistoryLimits.paceWindowMs))
        let elapsed = newest.atMs.clampedSubtracting(from)
        guard elapsed >= 60_000, let then = starts.offset(atMs: from) else { return nil }
        return Double(newest.offset - then) * 1000 / Double(elapsed)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// An offset that only grows, over time: a broken line through some of the samples, bounded in points.
///
/// Seen as time over offset, a sample that was left out is at most `HistoryLimits.toleranceMs` from the line
/// (a swinging door). A curve that is full gives up more, at most a part of each point's age; each piece knows its bound.
/// While the offset stands still, its first and its last sample are kept.
package struct OffsetCurve: Sendable, Equatable {
    struct Point: Sendable, Equatable {
        var offset: Int64
        /// In milliseconds since `baseMs`.
        var time: UInt32
        /// Bound of the samples left out between the point before and this one, in milliseconds.
        var error: UInt32
    }

    /// What a sample did.
    package enum Outcome: Sendable, Equatable {
        case taken
        /// Older than the newest one, or negative: left out.
        case late
        /// The offset fell: the curve begins anew with this sample.
        case fell
    }

    /// In milliseconds since 1970.
    private(set) var baseMs: Int64 = 0
    /// Ascending in offset and in time; two at most of the same offset.
    private(set) var points: [Point] = []
    /// Between the last point but one and the last: the slopes, in milliseconds an offset, that keep what was left out.
    private var slopeMin = -Double.infinity
    private var slopeMax = Double.infinity

    init() {}

    /// From points that were checked; the last one stays.
    init(baseMs: Int64, points: [Point]) {
        self.baseMs = baseMs
        self.points = points
        // No slope fits, so that the next sample becomes a point of its own: what was left out before is not known.
        slopeMin = .infinity
        slopeMax = -.infinity
    }

    package var isEmpty: Bool { points.isEmpty }
    package var first: (offset: Int64, atMs: Int64)? { points.first.map { ($0.offset, atMs($0)) } }
    package var last: (offset: Int64, atMs: Int64)? { points.last.map { ($0.offset, atMs($0)) } }

    func atMs(_ point: Point) -> Int64 { baseMs.clampedAdding(Int64(point.time)) }

    /// Takes a sample; at most `pointsMax` points stay. O(1) but for every 24th or so.
    mutating func add(_ offset: Int64, atMs: Int64, pointsMax: Int) -> Outcome {
        guard offset >= 0, atMs >= 0 else { return .late }
        guard let tail = points.last, let tailMs = last?.atMs else {
            begin(offset, atMs)
            return .taken
        }
        let elapsed = atMs.clampedSubtracting(tailMs)
        if elapsed < 0 {
            if offset <= tail.offset, elapsed >= -HistoryLimits.lateMs { return .late }
            if offset < tail.offset {
                begin(offset, atMs)
                return .fell
            }
            // No answer is so late, or it could not know the offset: the clock was set back. With it go all the times,
            // so that ages stay what they were.
            baseMs = baseMs.clampedAdding(elapsed)
        } else if offset < tail.offset {
            begin(offset, atMs)
            return .fell
        } else if elapsed > HistoryLimits.spanMs {
            begin(offset, atMs)
            return .taken
        }
        let now = Int64(tail.time) + max(0, elapsed)
        append(offset, UInt32(clamping: now))
        if points.count > pointsMax { thin(to: pointsMax * 3 / 4) }
        forget()
        return .taken
    }

    private mutating func begin(_ offset: Int64, _ atMs: Int64) {
        baseMs = atMs
        points.removeAll(keepingCapacity: true)
        points.append(Point(offset: offset, time: 0, error: 0))
        open()
    }

    private mutating func open() {
        slopeMin = -.infinity
        slopeMax = .infinity
    }

    /// Puts a vertex behind the tail or, where the line from the point before it passes the tail closely, in its place.
    private mutating func append(_ offset: Int64, _ time: UInt32) {
        guard points.count > 1 else {
            points.append(Point(offset: offset, time: time, error: 0))
            open()
            return
        }
        let anchor = points[points.count - 2]
        let tail = points[points.count - 1]
        if offset == tail.offset, anchor.offset == tail.offset {
            // What lies between the first and the last sample of a standstill tells nothing.
            points[points.count - 1].time = time
            return
        }
        if Int64(time) - Int64(anchor.time) <= HistoryLimits.segmentMs, narrow(anchor, tail) {
            let slope = Double(time - anchor.time) / Double(offset - anchor.offset)
            if slope >= slopeMin, slope <= slopeMax {
                let error = UInt32(clamping: HistoryLimits.toleranceMs)
                points[points.count - 1] = Point(offset: offset, time: time, error: max(tail.error, error))
                return
            }
        }
        points.append(Point(offset: offset, time: time, error: 0))
        open()
    }

    /// Allows only slopes that pass the tail closely; false: none does.
    private mutating func narrow(_ anchor: Point, _ tail: Point) -> Bool {
        let tolerance = Double(HistoryLimits.toleranceMs)
        let rise = Double(tail.time - anchor.time)
        let run = Double(tail.offset - anchor.offset)
        if run == 0 { return rise <= tolerance && slopeMin <= slopeMax }
        slopeMin = max(slopeMin, (rise - tolerance) / run)
        slopeMax = min(slopeMax, (rise + tolerance) / run)
        return slopeMin <= slopeMax
    }

    /// Drops what is older than the span, and keeps times small.
    private mutating func forget() {
        guard let newest = points.last?.time, Int64(newest) > HistoryLimits.spanMs else { return }
        let oldest = newest - UInt32(clamping: HistoryLimits.spanMs)
        let surplus = (points.firstIndex { $0.time >= oldest } ?? 1) - 1
        // The last two hold the open piece.
        let count = min(surplus, points.count - 2)
        if count > 0 { points.removeFirst(count) }
        if points.count > 1, points[0].offset == points[1].offset, points[0].time < oldest { points[0].time = oldest }
        let shift = points[0].time
        guard shift > 0 else { return }
        baseMs = baseMs.clampedAdding(Int64(shift))
        for index in points.indices { points[index].time -= shift }
    }

    /// Leaves points out where that costs least compared with their age; then the oldest ones.
    private mutating func thin(to target: Int) {
        var share = HistoryLimits.ageShare * 16
        while points.count > target, share >= HistoryLimits.ageShare {
            merge(to: target, share: share)
            share /= 2
        }
        if points.count > target { points.removeFirst(points.count - target) }
    }

    private mutating func merge(to target: Int, share: Int64) {
        guard let newest = points.last?.time, let first = points.first else { return }
        var kept = [first]
        kept.reserveCapacity(points.count)
        var surplus = points.count - target
        for index in points.indices.dropFirst() {
            let point = points[index]
            // The last two hold the open piece.
            if surplus > 0, index < points.count - 2, let before = kept.last {
                let next = points[index + 1]
                let error =
                    Self.deviation(of: point, from: before, to: next) + Int64(max(point.error, next.error))
                if error <= max(HistoryLimits.toleranceMs, Int64(newest - next.time) / share) {
                    points[index + 1].error = UInt32(clamping: error)
                    surplus -= 1
                    continue
                }
            }
            kept.append(point)
        }
        points = kept
    }

    /// How far a vertex lies from the line between its neighbours, in time.
    private static func deviation(of point: Point, from before: Point, to next: Point) -> Int64 {
        // At one offset only the last time counts.
        if before.offset == next.offset { return 0 }
        let share = Double(point.offset - before.offset) / Double(next.offset - before.offset)
        let time = Double(before.time) + share * Double(next.time - before.time)
        return Int64((time - Double(point.time)).magnitude.rounded(.up))
    }
}

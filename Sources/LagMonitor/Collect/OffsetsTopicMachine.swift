// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient
import Platform

/// Decides how the offsets topic is read: waits for it, starts partitions, knows when all were read to the end as of
/// the start, starts again where the log was cut or replaced. Pure; times are monotonic.
package struct OffsetsTopicMachine: Sendable {
    /// What metadata say of the topic.
    package enum Answer: Sendable, Equatable {
        case partitions([Int32])
        case missing
        case forbidden(String)
        case failed(String)
    }

    package struct Start: Sendable, Equatable {
        package let partition: Int32
        package let at: LogStart
    }

    package enum Action: Sendable, Equatable {
        /// Ask for the topic again after a pause.
        case pause(Duration)
        /// Read these too; opens the reader where there is none.
        case read([Start])
        /// The topic is gone: close the reader, ask again.
        case close
        /// The topic may not be read.
        case giveUp(String)
    }

    /// Where a partition is, for snapshots.
    package struct Place: Sendable, Equatable {
        package var position: Int64
        /// Added to offsets to give the order of commits: grows when a log is replaced, whose offsets begin anew.
        package var base: Int64

        package init(position: Int64, base: Int64) {
            self.position = position
            self.base = base
        }
    }

    private struct Partition: Sendable {
        var place: Place
        /// The end as of the start; nil: not known yet.
        var target: Int64?
        /// Whether its end may stay unknown.
        var isExcused = false
        var isDone: Bool { target.map { place.position >= $0 } ?? isExcused }
    }

    private let startsLatest: Bool
    private var partitions: [Int32: Partition] = [:]
    /// Places of a snapshot, of partitions not started yet.
    private var restored: [Int32: Place]
    private var backoff = Backoff(first: CollectLimits.retryFirst, longest: CollectLimits.retryLongest)
    private var unknownSince: Duration?
    package private(set) var isWaiting = false

    package init(startsLatest: Bool, restored: [Int32: Place] = [:]) {
        self.startsLatest = startsLatest
        self.restored = restored
    }

    package mutating func answer(_ answer: Answer, at now: Duration) -> Action {
        switch answer {
        case .missing:
            isWaiting = true
            if partitions.isEmpty { return .pause(CollectLimits.topicPause) }
            // What comes next is another log: its offsets begin anew.
            for (number, known) in partitions {
                restored[number] = Place(position: 0, base: Self.nextBase(known.place))
            }
            partitions.removeAll()
            return .close
        case .forbidden(let why): return .giveUp(why)
        case .failed: return .pause(backoff.failed())
        case .partitions(let numbers):
            backoff.succeeded()
            isWaiting = false
            let isFirst = partitions.isEmpty
            let starts = numbers.filter { partitions[$0] == nil }.sorted().map { begin($0, isFirst: isFirst) }
            if !starts.isEmpty { unknownSince = now }
            return .read(starts)
        }
    }

    private mutating func begin(_ number: Int32, isFirst: Bool) -> Start {
        let place = restored.removeValue(forKey: number)
        partitions[number] = Partition(place: place ?? Place(position: 0, base: 0))
        if let place { return Start(partition: number, at: place.position > 0 ? .offset(place.position) : .beginning) }
        if startsLatest, isFirst {
            // Nothing to catch up with: reading begins at the end.
            partitions[number]?.target = 0
            return Start(partition: number, at: .end)
        }
        return Start(partition: number, at: .beginning)
    }

    /// Partitions whose end as of the start is still to be asked for.
    package var unknownEnds: [Int32] {
        partitions.filter { $0.value.target == nil && !$0.value.isExcused }.keys.sorted()
    }

    /// Ends that leaders told; those that do not within a time no longer hold up the others. Returns these.
    package mutating func learned(_ ends: [Int32: Int64], at now: Duration) -> [Int32] {
        for (number, end) in ends where partitions[number]?.target == nil { partitions[number]?.target = end }
        let unknown = unknownEnds
        guard !unknown.isEmpty else {
            unknownSince = nil
            return []
        }
        guard let since = unknownSince, now - since > CollectLimits.endsPatience else { return [] }
        for number in unknown { partitions[number]?.isExcused = true }
        return unknown
    }

    /// Records, or an end, were read.
    package mutating func moved(_ number: Int32, to position: Int64) {
        partitions[number]?.place.position = position
    }

    /// Added to a record's offset for its order.
    package func base(of number: Int32) -> Int64 { partitions[number]?.place.base ?? 0 }

    /// A position is outside the log, which now begins at `start` and ends at `end` (nil: not known): where to read on.
    /// A log that ends below the position was cut or replaced; all of it is read, and nobody is judged meanwhile.
    package mutating func outOfRange(_ number: Int32, start: Int64, end: Int64?) -> Start {
        guard let known = partitions[number] else { return Start(partition: number, at: .beginning) }
        var place = Place(position: start, base: known.place.base)
        if (end ?? 0) < known.place.position { place.base = Self.nextBase(known.place) }
        partitions[number] = Partition(place: place, target: end)
        return Start(partition: number, at: .beginning)
    }

    private static func nextBase(_ place: Place) -> Int64 {
        let (sum, overflows) = place.base.addingReportingOverflow(place.position)
        return overflows ? place.base : sum
    }

    /// Records up to the ends as of the start; where an end is not known yet, at least one.
    package var left: Int64 {
        partitions.values.reduce(0) { sum, one in
            if one.isDone { return sum }
            let left = one.target.map { $0.subtractingReportingOverflow(one.place.position).partialValue } ?? 1
            let (next, overflows) = sum.addingReportingOverflow(max(1, left))
            return overflows ? .max : next
        }
    }

    package var collecting: ClusterCondition.Collecting {
        if isWaiting { return .waitingForTopic }
        if partitions.isEmpty { return .notStarted }
        return partitions.values.allSatisfy(\.isDone) ? .reading : .catchingUp(left: left)
    }

    /// By partition, for snapshots; also of those that a snapshot named and that are not read yet.
    package var places: [Int32: Place] {
        partitions.mapValues(\.place).merging(restored) { read, _ in read }
    }
}

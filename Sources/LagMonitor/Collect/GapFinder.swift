// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient

/// Finds lag that may consist of no records: a group that stands still shortly before the end, because what follows are
/// control records, aborted or compacted ones. Pure.
package struct GapFinder: Sendable {
    /// A partition with a group's position below the end that it can reach.
    package struct Lag: Sendable, Equatable {
        package let partition: TopicPartition
        package let position: Int64
        package let end: Int64
    }

    private var seen: [TopicPartition: Lag] = [:]
    private var answered: [TopicPartition: Lag] = [:]

    package init() {}

    /// What is worth asking for in this round: lags that have not moved since the last one, are short, and were not
    /// asked for before. Of several groups in a partition the one that is closest to the end counts.
    package mutating func questions(_ lags: [Lag]) -> [Lag] {
        var now: [TopicPartition: Lag] = [:]
        for lag in lags where lag.position >= 0 && lag.position < lag.end {
            if lag.end - lag.position > CollectLimits.gapOffsets { continue }
            if let known = now[lag.partition], known.position >= lag.position { continue }
            now[lag.partition] = lag
        }
        let still = now.values.filter { seen[$0.partition] == $0 && answered[$0.partition] != $0 }
        seen = now
        answered = answered.filter { now[$0.key] != nil }
        return Array(still.sorted { $0.partition < $1.partition }.prefix(CollectLimits.gapsPerRound))
    }

    /// It was answered, whatever the answer: it is not asked again until it moves.
    package mutating func answered(_ lag: Lag) {
        answered[lag.partition] = lag
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Testing

enum GroupCommit {
    /// Commits offsets of a topic for a group that nobody is in.
    static func commit(_ brokers: String, _ group: String, _ topic: String, _ offsets: [Int32: Int64]) async throws {
        let outcomes = try await onOwnThread { Result { try commitNow(brokers, group, topic, offsets) } }.get()
        #expect(outcomes.count == offsets.count)
        #expect(outcomes.allSatisfy { $0 == .done })
    }

    private static func commitNow(
        _ brokers: String, _ group: String, _ topic: String, _ offsets: [Int32: Int64]
    ) throws -> [CommitResult.Outcome] {
        let consumer = try Consumer(ConsumerConfiguration(brokers: brokers, group: group))
        defer { consumer.abandon() }
        _ = consumer.commit(
            offsets.map {
                CommitRequest(
                    partition: TopicPartition(topic: topic, partition: $0.key), offset: $0.value, metadata: "")
            })
        let clock = ContinuousClock()
        let end = clock.now + .seconds(60)
        var results: [CommitResult] = []
        while results.count < offsets.count, clock.now < end {
            _ = consumer.poll(upTo: 1, waiting: .milliseconds(50)) { false }
            results += consumer.takeCommitResults()
        }
        return results.map(\.outcome)
    }
}

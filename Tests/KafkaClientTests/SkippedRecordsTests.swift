// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Glibc
import Testing

@testable import KafkaClient

/// librdkafka 2.0.2 pauses partitions for a rebalance by the same code as for `rd_kafka_pause_partitions`: where that
/// meets a batch call, records of the batch are thrown away as if they had been handed over.
@Suite(.serialized, .ownThread, .timeLimit(.minutes(5)))
struct SkippedRecordsTests {
    /// Pauses and resumes all partitions of a client until told to stop; librdkafka's calls are thread-safe.
    private final class Pauser: @unchecked Sendable {
        let client: OpaquePointer
        let list: PartitionList
        let isEnding = Flag()

        init(_ client: OpaquePointer, _ partitions: [TopicPartition]) {
            self.client = client
            list = PartitionList(partitions)
        }

        func run() {
            var random = Seeded(1)
            while !isEnding.isSet {
                list.lend { _ = rd_kafka_pause_partitions(client, $0) }
                usleep(2000)
                list.lend { _ = rd_kafka_resume_partitions(client, $0) }
                usleep(UInt32.random(in: 10_000..<40_000, using: &random))
            }
        }
    }

    @Test func recordsThatLibrdkafkaThrowsAwayAreReadAgain() throws {
        let world = try MockWorld(partitions: 4)
        let total = 40_000
        for partition in 0..<4 { try world.produce(count: total, to: Int32(partition), size: 60) }
        world.flush()
        let all = (0..<4).map { world.partition(Int32($0)) }
        var rereads = 0
        // Until the race was met once; a newer library never meets it.
        for round in 0..<5 where rereads == 0 {
            let reader = try world.reader(group: "g\(round)")
            reader.keepsOffsetsOnly = true
            reader.batch = 10_000
            try reader.run { reader.owned.count == 4 }
            let pauser = Pauser(reader.consumer.client.pointer, all)
            let thread = OwnedThread { pauser.run() }
            try reader.run {
                // As a rebalance that was answered leaves every partition.
                reader.consumer.table.updateAll { $0.suspicion = .answered }
                return all.allSatisfy { (reader.positions[$0] ?? 0) >= total }
            }
            // While pauses go on, ends do not get through: the fetch that would tell of one is outdated each time.
            pauser.isEnding.set()
            thread?.join()
            try reader.run { reader.ends.count == 4 }
            #expect(reader.gaps == 0)
            #expect(reader.repeats == 0)
            #expect(Set(reader.ends.values) == [Int64(total)])
            rereads += reader.consumer.statistics.rereads
            reader.leave()
        }
    }
}

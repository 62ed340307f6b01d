// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import SluiceTesting
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct ConsumerBasicsTests {
    @Test func payloadsAndKeysComeBackByteForByteWithNullAndEmptyApart() throws {
        let world = try MockWorld(partitions: 1)
        let bytes: [(key: [UInt8]?, payload: [UInt8]?)] = [
            (nil, nil), (nil, []), ([], [0, 1, 0]), ([0, 65, 0], [123, 0, 125]), ([66], nil),
        ]
        for (key, payload) in bytes { try world.produce(key, payload, partition: 0) }
        world.flush()
        let reader = try world.reader()
        let seen = try reader.read(until: bytes.count)
        #expect(seen.map(\.payload) == bytes.map(\.payload))
        #expect(seen.map(\.key) == bytes.map(\.key))
        #expect(seen.map(\.offset) == [0, 1, 2, 3, 4])
        #expect(seen.allSatisfy { $0.timestampMs > 1_600_000_000_000 })
        reader.leave()
    }
}

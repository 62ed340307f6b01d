// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A stream of the offsets topic: every group commits every partition of its topics once a round, in values of version 3
/// as brokers write them.
struct OffsetsStream {
    struct Record {
        var key: Range<Int>
        var value: Range<Int>
    }

    enum Order {
        /// A group's partitions one after the other, as its coordinator writes them.
        case byGroup
        /// As if as many groups as there are rings committed by turns: the caches' worst case.
        case shuffled
    }

    let groups: Int
    let topics: Int
    let partitions: Int

    private(set) var bytes: [UInt8] = []
    private(set) var records: [Record] = []

    init(groups: Int, topics: Int, partitions: Int) {
        self.groups = groups
        self.topics = topics
        self.partitions = partitions
    }

    var rings: Int { groups * topics * partitions }

    static func topic(_ index: Int) -> String { "shop.orders.events-\(index)" }
    static func group(_ index: Int) -> String { "payments-service-consumer-\(index)" }

    /// Writes one round in place of the one before.
    mutating func write(round: Int, atMs timestampMs: Int64, order: Order) {
        bytes.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
        for group in 0..<groups {
            for topic in 0..<topics {
                for partition in 0..<partitions {
                    write(group, topic, partition, round, timestampMs + Int64(partition))
                }
            }
        }
        guard order == .shuffled else { return }
        var random = SplitMix(state: 42)
        records.shuffle(using: &random)
    }

    private mutating func write(_ group: Int, _ topic: Int, _ partition: Int, _ round: Int, _ timestampMs: Int64) {
        let start = bytes.count
        number(Int16(1))
        text(Self.group(group))
        text(Self.topic(topic))
        number(Int32(partition))
        let middle = bytes.count
        number(Int16(3))
        number(Int64(1_000_000 + round * 500 + group))
        number(Int32(-1))
        text("")
        number(timestampMs)
        records.append(Record(key: start..<middle, value: middle..<bytes.count))
    }

    private mutating func number<Number: FixedWidthInteger>(_ value: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> Number(shift)))
        }
    }

    private mutating func text(_ text: String) {
        number(Int16(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }
}

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Commits of the offsets topic: one of every group for every partition of its topics, in values of version 3, which
/// brokers up to 4.0 write.
struct OffsetsStream {
    struct Record {
        var key: Range<Int>
        var value: Range<Int>
    }

    let groups: Int
    let topics: Int
    let partitions: Int
    /// A group's partitions one after the other, as its coordinator writes them; or all in no order, as if as many
    /// groups as there are rings committed by turns: the caches' worst case.
    let isShuffled: Bool

    private(set) var bytes: [UInt8] = []
    private(set) var records: [Record] = []

    /// As many rings as asked for, in groups of 10 topics x 50 partitions.
    init(rings: Int, isShuffled: Bool) {
        topics = 10
        partitions = 50
        groups = max(1, rings / 500)
        self.isShuffled = isShuffled
    }

    var rings: Int { groups * topics * partitions }

    static func topic(_ index: Int) -> String { "shop.orders.events-\(index)" }
    static func group(_ index: Int) -> String { "payments-service-consumer-\(index)" }

    /// Writes them in place of those before.
    mutating func write(atMs timestampMs: Int64) {
        bytes.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
        for group in 0..<groups {
            for topic in 0..<topics {
                for partition in 0..<partitions {
                    write(group, topic, partition, timestampMs + Int64(partition))
                }
            }
        }
        guard isShuffled else { return }
        var random = SplitMix(state: 42)
        records.shuffle(using: &random)
    }

    private mutating func write(_ group: Int, _ topic: Int, _ partition: Int, _ timestampMs: Int64) {
        let start = bytes.count
        number(Int16(1))
        text(Self.group(group))
        text(Self.topic(topic))
        number(Int32(partition))
        let middle = bytes.count
        number(Int16(3))
        number(Int64(1_000_000 + group))
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

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

/// Bytes from the offsets topic are anything: nothing traps, and what is decoded lies within them.
struct DecodeFuzzTests {
    /// Good records of all kinds.
    private static let seeds: [(key: [UInt8], value: [UInt8])] = {
        var seeds: [([UInt8], [UInt8])] = []
        for version in Int16(0)...4 {
            seeds.append(
                (
                    WireBytes.commitKey("group", "topic", 3),
                    WireBytes.commit(
                        5, atMs: ClusterStoreTests.nowMs, version: version, metadata: "sluice/1;s=a",
                        topicID: (1, 1))
                ))
            seeds.append((WireBytes.groupKey(2, "group"), ConsumerRecordsTests.group(version)))
        }
        seeds.append((WireBytes.groupKey(3, "group"), [0, 0, 0, 0, 0, 1, 0]))
        seeds.append((WireBytes.groupKey(4, "group"), ConsumerRecordsTests.partitionMetadata([("topic", 1)])))
        seeds.append(
            (WireBytes.groupKey(5, "group", member: "m"), ConsumerRecordsTests.member(client: "c", host: "/h")))
        seeds.append((WireBytes.groupKey(8, "group", member: "m"), ConsumerRecordsTests.assignment([(1, [0, 1])])))
        return seeds
    }()

    private static func damage(_ bytes: [UInt8], _ random: inout SeededNumbers) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(3) where !bytes.isEmpty {
            let place = random.below(bytes.count)
            switch random.below(6) {
            case 0: bytes.removeLast(random.below(bytes.count + 1))
            case 1: bytes[place] ^= UInt8(1 << random.below(8))
            case 2: bytes.insert(UInt8(random.below(256)), at: place)
            case 3: bytes.remove(at: place)
            default:
                // A length at the end of its range.
                let extreme: [UInt8] = [0x7F, 0x80, 0xFF, 0x00][random.below(4)] == 0x7F ? [0x7F] : [0xFF]
                let count = min([1, 2, 4, 5][random.below(4)], bytes.count - place)
                for index in 0..<count { bytes[place + index] = index == 0 ? extreme[0] : 0xFF }
            }
        }
        return bytes
    }

    @Test func nothingTraps() throws {
        var random = SeededNumbers(SeededNumbers.given ?? UInt64.random(in: 0...UInt64.max))
        // The seed of a run that traps has to be known.
        print("SLUICE_TEST_SEED=\(random.seed) repeats DecodeFuzzTests")
        let store = try ClusterStoreTests.make(["topic": 5])
        for step in 0..<60_000 {
            let seed = Self.seeds[random.below(Self.seeds.count)]
            let key = random.chance(3) ? Self.damage(seed.key, &random) : seed.key
            let value = random.chance(50) ? nil : Self.damage(seed.value, &random)
            if case .commit(let place, let commit)? = OffsetsRecordTests.decode(key, value) {
                #expect(place.group.upperBound <= key.count && place.topic.upperBound <= key.count)
                #expect(commit?.metadata.map { $0.upperBound <= value?.count ?? 0 } ?? true)
            }
            store.take(key, value, order: Int64(step))
            if step % 1000 == 0 {
                store.store.forEachGroup(nowMs: ClusterStoreTests.nowMs) { windows in
                    #expect(windows.partitions.allSatisfy { $0.currentLag >= 0 })
                }
            }
        }
        let counters = store.counters
        #expect(counters.records == 60_000)
        #expect(counters.commits > 0 && counters.undecodable > 0 && counters.groupRecords > 0)
        #expect(
            counters.records == counters.commits + counters.tombstones + counters.groupRecords + counters.skipped
                + counters.unknown + counters.undecodable)
    }

    @Test func lengthsAtTheirExtremesAreRefused() {
        for length in [Int32.max, .min, -2, 0x7FFF_FFF0] {
            let value = WireBytes.make {
                $0.number(Int16(1))
                $0.number(length)
                $0.number(Int64(0))
            }
            #expect(ConsumerSubscription.read(value) == nil)
            #expect(ConsumerAssignment.read(value) == nil)
        }
        // A length of more than 32 bits, and one that never ends.
        for tail in [[0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [UInt8](repeating: 0xFF, count: 12)] as [[UInt8]] {
            let value = WireBytes.make {
                $0.number(Int16(4))
                $0.number(Int64(5))
                $0.number(Int32(-1))
                $0.bytes += tail
                $0.bytes += [UInt8](repeating: 0, count: 20)
            }
            #expect(CommitRecord.read(value) == nil)
        }
    }
}

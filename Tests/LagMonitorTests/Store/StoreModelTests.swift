// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

/// The store against dictionaries that follow the same rules, through random lives of groups and topics: names that are
/// removed and come back, places that are used again, names that are compacted.
struct StoreModelTests {
    /// What Burrow 1.9.5 keeps of a cluster, with partition tombstones.
    private struct Model {
        struct Partition {
            var ring: ModelRing?
        }

        struct Group {
            var lastCommitMs: Int64
            var topics: [String: [Partition]] = [:]
        }

        let slotsMax: Int
        let minDistanceMs: Int64
        var ends: [String: [[Int64]]] = [:]
        var groups: [String: Group] = [:]

        mutating func setPartitions(_ counts: [String: Int]) {
            for name in ends.keys where counts[name] == nil {
                ends[name] = nil
                for group in groups.keys { groups[group]?.topics[name] = nil }
            }
            for (name, count) in counts {
                var partitions = ends[name] ?? []
                while partitions.count < count { partitions.append([]) }
                partitions.removeLast(partitions.count - count)
                ends[name] = partitions
                for group in groups.keys {
                    guard let kept = groups[group]?.topics[name], kept.count > count else { continue }
                    groups[group]?.topics[name] = Array(kept.prefix(count))
                }
            }
        }

        mutating func sample(_ topic: String, _ partition: Int, _ end: Int64) {
            guard let known = ends[topic], partition < known.count else { return }
            ends[topic]?[partition].append(end)
            if known[partition].count == slotsMax { ends[topic]?[partition].removeFirst() }
        }

        mutating func commit(_ name: String, _ topic: String, _ partition: Int, _ commit: CommitSlot) -> Bool {
            guard let ends = ends[topic], partition < ends.count, let end = ends[partition].last else { return false }
            var group = groups[name] ?? Group(lastCommitMs: 0)
            var partitions = group.topics[topic] ?? []
            if partition >= partitions.count {
                while partitions.count < ends.count { partitions.append(Partition()) }
            }
            var ring = partitions[partition].ring ?? ModelRing(slotsMax: slotsMax, minDistanceMs: minDistanceMs)
            var slot = commit
            slot.lag = max(0, end - commit.offset)
            let isNewest = ring.newest.map { $0.order < commit.order } ?? true
            guard ring.store(slot) else { return false }
            partitions[partition].ring = ring
            if isNewest { group.lastCommitMs = commit.timestampMs }
            group.topics[topic] = partitions
            groups[name] = group
            return true
        }

        mutating func removeOffset(_ name: String, _ topic: String, _ partition: Int) {
            guard let partitions = groups[name]?.topics[topic], partition < partitions.count,
                partitions[partition].ring != nil
            else { return }
            groups[name]?.topics[topic]?[partition].ring = nil
            if groups[name]?.topics[topic]?.allSatisfy({ $0.ring == nil }) == true {
                groups[name]?.topics[topic] = nil
            }
            if groups[name]?.topics.values.allSatisfy({ $0.allSatisfy { $0.ring == nil } }) == true {
                groups[name] = nil
            }
        }

        func windows(_ name: String) -> [PartitionWindow]? {
            groups[name].map { group in
                group.topics.keys.sorted().flatMap { topic in
                    (group.topics[topic] ?? []).enumerated().map { index, partition in
                        let samples = ends[topic].map { index < $0.count ? $0[index] : [] } ?? []
                        let newest = partition.ring?.newest
                        return PartitionWindow(
                            topic: topic, partition: Int32(index), slots: partition.ring?.window ?? [],
                            brokerOffsets: samples,
                            currentLag: newest.map { max(0, (samples.last ?? 0) - $0.offset) } ?? 0)
                    }
                }
            }
        }
    }

    @Test(arguments: 0..<6)
    func storeIsItsModel(_ run: Int) throws {
        var random = SeededNumbers(SeededNumbers.given ?? UInt64.random(in: 0...UInt64.max))
        let slotsMax = [1, 3, 5][run % 3]
        let store = try ClusterStoreTests.make([:], intervals: slotsMax) { $0.minDistance = .milliseconds(run * 200) }
        var model = Model(slotsMax: slotsMax, minDistanceMs: Int64(run * 200))
        // Long and short names, some of which begin alike.
        let topics = (0..<6).map { String(repeating: "t", count: 1 + $0 * 3) }
        let groups = (0..<12).map { "group-\(String(repeating: "x", count: $0 % 3 * 7))\($0)" }
        var order: Int64 = 1000
        for step in 0..<6000 {
            let group = groups[random.below(groups.count)]
            let topic = topics[random.below(topics.count)]
            let partition = random.below(6)
            switch random.below(100) {
            case 0..<2:
                var counts: [String: Int] = [:]
                for topic in topics where !random.chance(4) { counts[topic] = 1 + random.below(5) }
                store.setPartitions(counts)
                model.setPartitions(counts)
            case 2..<30:
                let end = Int64(random.below(5000))
                store.sample(topic, partition, end)
                model.sample(topic, partition, end)
            case 30..<32:
                #expect(store.remove(group: group) == (model.groups.removeValue(forKey: group) != nil))
            case 32..<36:
                #expect(
                    store.remove(group: group, topic: topic)
                        == (model.groups[group]?.topics.removeValue(forKey: topic) != nil))
            case 36..<44:
                store.store.removeOffset(group: group, topic: topic, partition: Int32(partition))
                model.removeOffset(group, topic, partition)
            default:
                order += 1
                let commit = CommitSlot(
                    offset: Int64(random.below(5000)),
                    timestampMs: ClusterStoreTests.nowMs + Int64(step * 100 + random.below(400)),
                    observedAtMs: 1_700_000_000_000, lag: nil,
                    order: random.chance(5) ? order - Int64(random.below(60)) : order)
                let outcome = store.put(
                    group, topic, Int32(partition), commit.offset, order: commit.order, atMs: commit.timestampMs)
                let isKept = model.commit(group, topic, partition, commit)
                if case .dropped = outcome { #expect(!isKept) } else { #expect(isKept) }
            }
            try check(store.windows(group), model, group, "seed \(random.seed), step \(step)")
        }
        #expect(store.groups() == model.groups.keys.sorted())
        var visited: [String] = []
        store.store.forEachGroup(nowMs: ClusterStoreTests.nowMs) { windows in
            visited.append(windows.group)
            #expect(plain(windows.partitions) == model.windows(windows.group), "seed \(random.seed)")
        }
        #expect(visited.sorted() == store.groups())
        for group in groups { _ = store.remove(group: group) }
        #expect(store.ringCount == 0)
        #expect(store.store.places == 0)
        #expect(store.store.consumedIndex.count == 0)
        #expect(store.store.groupIndex.count == 0)
    }

    private func check(_ windows: GroupWindows?, _ model: Model, _ group: String, _ place: String) throws {
        try #require(windows.map { plain($0.partitions) } == model.windows(group), Comment(rawValue: place))
        #expect(windows?.lastCommitMs == model.groups[group]?.lastCommitMs, Comment(rawValue: place))
    }

    /// Without what the model does not have.
    private func plain(_ windows: [PartitionWindow]) -> [PartitionWindow] {
        windows.map {
            PartitionWindow(
                topic: $0.topic, partition: $0.partition, slots: $0.slots, brokerOffsets: $0.brokerOffsets,
                currentLag: $0.currentLag)
        }
    }

    @Test func namesOfManyGroupsAreRoomAgain() throws {
        let store = try ClusterStoreTests.make()
        for round in 0..<40 {
            for index in 0..<200 {
                let group = "\(round)-\(String(repeating: "long", count: 20))-\(index)"
                #expect(store.put(group, "t", 0, 5, order: 1) == .appended)
                if index > 0 { #expect(store.remove(group: group)) }
            }
        }
        #expect(store.groups().count == 40)
        // All names together would be more than half a megabyte.
        #expect(store.store.names.count < 256 * 1024)
        for group in store.groups() { #expect(store.put(group, "t", 0, 6, order: 1) == .dropped(.duplicate)) }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

struct HashIndexTests {
    /// Against a dictionary, with hashes that often share their tag or their place.
    @Test func indexFindsWhatIsInIt() {
        var random = SeededNumbers(SeededNumbers.given ?? UInt64.random(in: 0...UInt64.max))
        var index = HashIndex()
        var model: [UInt32: UInt64] = [:]
        for step in 0..<20_000 {
            if random.chance(3), let value = model.keys.randomElement(using: &random), let hash = model[value] {
                index.remove(hash, value)
                model[value] = nil
            } else {
                let hash = UInt64(random.below(500)) << 32 | UInt64(random.below(3))
                index.insert(hash, UInt32(step))
                model[UInt32(step)] = hash
            }
            if step % 500 == 0 { check(index, model, seed: random.seed) }
        }
        for (value, hash) in model { index.remove(hash, value) }
        #expect(index.count == 0)
        check(index, [:], seed: random.seed)
    }

    private func check(_ index: HashIndex, _ model: [UInt32: UInt64], seed: UInt64) {
        #expect(index.count == model.count)
        var byTag: [UInt64: Set<UInt32>] = [:]
        for (value, hash) in model { byTag[hash >> 32, default: []].insert(value) }
        for tag in UInt64(0)..<500 {
            var found: Set<UInt32> = []
            var probe = index.probe(tag << 32)
            while let value = index.next(&probe) { found.insert(value) }
            #expect(found == byTag[tag] ?? [], "seed \(seed), tag \(tag)")
        }
    }

    @Test func removingWhatIsNotThereChangesNothing() {
        var index = HashIndex()
        index.remove(1 << 32, 1)
        index.insert(1 << 32, 1)
        index.remove(1 << 32, 2)
        index.remove(2 << 32, 1)
        #expect(index.count == 1)
        var probe = index.probe(1 << 32)
        #expect(index.next(&probe) == 1)
        #expect(index.next(&probe) == nil)
    }

    @Test func hashesOfLikeNamesDiffer() {
        let hash = ByteHash(secret: 42)
        var seen: Set<UInt64> = []
        for count in 0..<200 {
            let bytes = [UInt8](repeating: 0, count: count)
            seen.insert(hash.hash(bytes.span.bytes, 0..<count))
        }
        for index in 0..<200 {
            let bytes = Array("group-\(index)".utf8)
            seen.insert(hash.hash(bytes.span.bytes, 0..<bytes.count))
        }
        #expect(seen.count == 400)
        let bytes = Array("group".utf8)
        #expect(hash.hash(bytes.span.bytes, 0..<5) != ByteHash(secret: 44).hash(bytes.span.bytes, 0..<5))
    }
}

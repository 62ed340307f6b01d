// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import SluiceTesting
import Testing

struct CommitMetadataTests {
    private func random(_ generator: inout SeededGenerator) -> CommitMetadata {
        func offset() -> Int64 { Int64.random(in: 0...Int64.max, using: &generator) }
        let chain = (0..<Int.random(in: 0...16, using: &generator)).map { number in
            ChainEntry(
                slot: SlotName(root: RootID(using: &generator), number: number),
                manifest: EpochID(using: &generator), last: number == 3 ? -1 : offset())
        }
        let record = RecordIdentity(
            offset: offset(), timestampMs: Bool.random(using: &generator) ? -1 : offset(),
            hash: RecordHash(rawValue: generator.next()))
        var generation = Generation.first
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            generation = generation.following(supersedes: Bool.random(using: &generator))
        }
        return CommitMetadata(
            slot: SlotName(root: RootID(using: &generator), number: 1023), manifest: EpochID(using: &generator),
            incarnation: Incarnation(after: nil, bits: generator.next()), generation: generation, position: offset(),
            lastRecord: Bool.random(using: &generator) ? record : nil, logStart: offset(), origin: offset(),
            chain: chain)
    }

    @Test(arguments: 0..<100) func comesBackAsWritten(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let metadata = random(&generator)
        #expect(CommitMetadata.parse(metadata.encode()) == metadata, "seed \(seed)")
    }

    @Test func theLongestFitsIntoWhatABrokerTakes() {
        let root = Sample.rootID(.max)
        let chain = (0..<ProtocolLimits.chainEntries).map {
            ChainEntry(slot: SlotName(root: root, number: 1000 + $0), manifest: Sample.id(.max), last: .max)
        }
        let record = RecordIdentity(offset: .max, timestampMs: .min + 1, hash: RecordHash(rawValue: .max))
        let metadata = CommitMetadata(
            slot: SlotName(root: root, number: 1023), manifest: Sample.id(.max),
            incarnation: Sample.incarnation(3), position: .max, lastRecord: record, logStart: .max, origin: .max,
            chain: chain)
        let text = metadata.encode()
        #expect(text.utf8.count <= 2048, "leaves room for later fields")
        #expect(text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f })
        #expect(CommitMetadata.parse(text) == metadata)
    }

    @Test(arguments: 0..<40) func brokenTextsAreRefusedOrReadAsTheyStand(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let bytes = Array(random(&generator).encode().utf8)
        for _ in 0..<500 {
            var broken = bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !broken.isEmpty {
                let at = Int.random(in: 0..<broken.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: broken[at] = UInt8.random(in: 0...255, using: &generator)
                case 1: broken.remove(at: at)
                case 2: broken.insert(broken[Int.random(in: 0..<broken.count, using: &generator)], at: at)
                default: broken.removeSubrange(at...)
                }
            }
            let text = String(decoding: broken, as: UTF8.self)
            // Every text that is read is one that is written: nothing has two spellings.
            if let metadata = CommitMetadata.parse(text) { #expect(metadata.encode() == text, "seed \(seed)") }
            _ = CommittedPosition(offset: 5, metadata: text).reading
        }
    }

    @Test(arguments: [
        "", "sluice", "sluice/", "sluice/1", "sluice/01;", "sluice/1;s=;m=;i=;p=;r=;l=;o=;c=", "{\"a\":1}", "x\u{0}y",
        "sluice/1;s=\u{e9}", String(repeating: "sluice/1;", count: 1000), "sluice/99999999999999999999;",
    ])
    func foreignTextsAreForeign(text: String) {
        #expect(CommitMetadata.parse(text) == nil)
        let expected: MetadataReading = text.isEmpty ? .empty : .foreign
        #expect(CommittedPosition(offset: 0, metadata: text).reading == expected)
    }

    @Test func aNewerVersionIsToldFromForeignText() {
        #expect(CommittedPosition(offset: 0, metadata: "sluice/2;whatever").reading == .newer(2))
    }

    @Test func metadataBesideAnotherOffsetAreStale() {
        let metadata = Sample.metadata(1, position: 10)
        #expect(CommittedPosition(offset: 10, metadata: metadata.encode()).reading == .ours(metadata))
        #expect(CommittedPosition(offset: 11, metadata: metadata.encode()).reading == .stale(metadata))
        #expect(CommittedPosition(offset: 11, metadata: metadata.encode()).proof == nil)
    }

    private func next(_ previous: CommitMetadata?, _ number: Int, slot: Int) -> CommitMetadata {
        let manifest = Sample.epoch(number, Int64(number) * 10, Int64(number) * 10 + 10, slot: Sample.slot(slot))
        return CommitMetadata.next(
            after: previous, manifest: manifest, slot: Sample.slot(slot), lastRecord: manifest.lastRecord, logStart: 0,
            origin: previous?.origin ?? 0)
    }

    @Test func theChainKeepsTheNewestEpochOfEveryOtherSlot() {
        var metadata: CommitMetadata?
        for (number, slot) in [0, 0, 1, 2, 1, 0, 2, 2].enumerated() { metadata = next(metadata, number, slot: slot) }
        #expect(metadata?.manifest == Sample.id(7))
        #expect(metadata?.chain.map(\.slot.number) == [0, 1])
        #expect(metadata?.chain.map(\.manifest) == [Sample.id(5), Sample.id(4)])
        #expect(metadata?.chain.map(\.last) == [59, 49])
        #expect(metadata?.names(Sample.id(4)) == true && metadata?.names(Sample.id(2)) == false)
    }

    @Test func aChainOfManySlotsKeepsTheLastSixteen() {
        var metadata: CommitMetadata?
        for number in 0..<40 { metadata = next(metadata, number, slot: number) }
        #expect(metadata?.chain.map(\.slot.number) == Array((23..<39).reversed()))
    }

    @Test func aNewChainNamesNobody() {
        #expect(next(nil, 4, slot: 0).chain.isEmpty)
    }
}

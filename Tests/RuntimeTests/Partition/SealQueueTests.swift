// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import Testing

@testable import Runtime

struct SealQueueTests {
    private func manifest(_ range: Range<Int64>, hasRecords: Bool = true) throws -> Manifest {
        let slot = try #require(SlotName(text: String(repeating: "0", count: 32) + "/0"))
        return Manifest(
            id: Epochs.id(Int(range.lowerBound) + 1), slot: slot, cluster: "c", group: "g", topic: "t", partition: 0,
            incarnation: Incarnation(after: nil, bits: 1), first: range.lowerBound, last: range.upperBound - 1,
            next: range.upperBound, firstRecord: hasRecords ? Epochs.record(range.lowerBound) : nil,
            lastRecord: hasRecords ? Epochs.record(range.upperBound - 1) : nil)
    }

    private func step(_ queue: inout SealQueue<Int>) -> String { text(queue.next(after: nil, logStart: 0)) }

    private func text(_ step: SealQueue<Int>.Step?) -> String {
        switch step {
        case .ask(let offset): "ask \(offset)"
        case .seal(let epoch, _): "seal \(epoch)"
        case nil: "nothing"
        }
    }

    @Test func eachEpochIsSealedAfterTheRecordBeforeItWasSeen() throws {
        var queue = SealQueue<Int>()
        queue.append(1, try manifest(0..<10))
        queue.append(2, try manifest(10..<20))
        #expect(!queue.isAsking)
        #expect(step(&queue) == "ask 0", "the log's first epoch has nothing before it")
        #expect(queue.isAsking)
        let isSame = queue.found(Epochs.record(0))
        #expect(isSame)
        #expect(step(&queue) == "seal 1")
        #expect(!queue.isAsking)
        #expect(step(&queue) == "ask 9", "the last record of the one before, uncommitted")
        let isUndisputed = queue.found(nil)
        #expect(isUndisputed, "compaction and retention prove nothing")
        #expect(step(&queue) == "seal 2")
        #expect(step(&queue) == "nothing")
    }

    @Test func anotherRecordSealsNothing() throws {
        var queue = SealQueue<Int>()
        queue.append(1, try manifest(0..<10))
        queue.append(2, try manifest(10..<20))
        _ = queue.next(after: nil, logStart: 0)
        let isSame = queue.found(RecordIdentity(offset: 0, timestampMs: 7, hash: RecordHash(rawValue: 7)))
        #expect(!isSame)
        let dropped = queue.removeAll()
        #expect(dropped.map(\.epoch) == [1, 2])
        #expect(!queue.isAsking)
        #expect(step(&queue) == "nothing")
    }

    @Test func anEpochWithoutRecordsKeepsTheRecordBeforeIt() throws {
        var queue = SealQueue<Int>()
        for (number, range) in [0..<10, 10..<20, 20..<30].enumerated() {
            queue.append(
                number, try manifest(Int64(range.lowerBound)..<Int64(range.upperBound), hasRecords: number != 1))
        }
        var asked: [String] = []
        while let step = queue.next(after: nil, logStart: 0) {
            guard case .ask = step else { continue }
            asked.append(text(step))
            let isSame = queue.found(nil)
            #expect(isSame)
        }
        #expect(asked == ["ask 0", "ask 9", "ask 9"])
    }
}

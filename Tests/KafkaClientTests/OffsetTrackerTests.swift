// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

struct OffsetTrackerTests {
    /// The tracker as lists of offsets: slow, and too simple to be wrong.
    struct Model {
        var start: Int64
        var position: Int64
        var records: [Int64] = []
        var openFirst: Int64
        var pending: [(first: Int64, next: Int64, records: Int64)] = []
        var settled: Int64
    }

    @Test(arguments: 0..<50)
    func agreesWithANaiveModel(_ seed: UInt64) {
        var random = Seeded(seed)
        let start = Int64.random(in: 0..<1000, using: &random)
        var tracker = OffsetTracker(start: start)
        var model = Model(start: start, position: start, openFirst: start, settled: start)
        for _ in 0..<400 {
            step(&tracker, &model, &random)
            #expect(tracker.position == model.position, "seed \(seed)")
            #expect(tracker.settled == model.settled, "seed \(seed)")
            #expect(tracker.openRecords == Int64(model.records.count { $0 >= model.openFirst }), "seed \(seed)")
            #expect(
                tracker.openGaps == model.position - model.openFirst - tracker.openRecords, "seed \(seed)")
            #expect(tracker.pending.map(\.next) == model.pending.map(\.next), "seed \(seed)")
            #expect(
                tracker.pending.allSatisfy { $0.records + $0.gaps == $0.next - $0.first && $0.gaps >= 0 },
                "seed \(seed)")
        }
    }

    private func step(_ tracker: inout OffsetTracker, _ model: inout Model, _ random: inout Seeded) {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5:
            let offset = model.position + (Bool.random(using: &random) ? 0 : Int64.random(in: 0..<9, using: &random))
            #expect(throws: Never.self) { try tracker.note(record: offset) }
            model.records.append(offset)
            model.position = offset + 1
        case 5:
            let offset = model.position - Int64.random(in: 1..<50, using: &random)
            #expect(throws: OffsetTracker.Failure.self) { try tracker.note(record: offset) }
        case 6:
            let offset = model.position + Int64.random(in: -5..<5, using: &random)
            tracker.advance(to: offset)
            model.position = max(model.position, offset)
        case 7:
            let range = tracker.cut()
            #expect((range == nil) == (model.position == model.openFirst))
            guard range != nil else { return }
            let count = Int64(model.records.count { $0 >= model.openFirst })
            model.pending.append((model.openFirst, model.position, count))
            model.openFirst = model.position
        case 8:
            guard let oldest = tracker.pending.first else { return }
            if let last = tracker.pending.last, last != oldest {
                #expect(throws: OffsetTracker.Failure.outOfOrder) { try tracker.settle(last) }
            }
            #expect(throws: Never.self) { try tracker.settle(oldest) }
            model.settled = model.pending.removeFirst().next
        default:
            guard Int.random(in: 0..<10, using: &random) == 0 else { return }
            tracker.rewind()
            model = Model(
                start: model.settled, position: model.settled, openFirst: model.settled, settled: model.settled)
        }
    }

    @Test func extremesAreRefusedWithoutATrap() {
        var tracker = OffsetTracker(start: 5)
        #expect(throws: OffsetTracker.Failure.self) { try tracker.note(record: .max) }
        #expect(throws: OffsetTracker.Failure.self) { try tracker.note(record: .min) }
        #expect(throws: OffsetTracker.Failure.self) { try tracker.note(records: 3, through: 6) }
        #expect(throws: OffsetTracker.Failure.self) { try tracker.note(records: 0, through: 6) }
        #expect(throws: Never.self) { try tracker.note(records: 2, through: 6) }
        #expect(
            tracker
                == {
                    var same = OffsetTracker(start: 5); try? same.note(records: 2, through: 6); return same
                }())
    }
}

/// SplitMix64: the same numbers for the same seed on every machine.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

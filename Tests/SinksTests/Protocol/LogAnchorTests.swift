// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import SluiceTesting
import Testing

/// What is looked at before an epoch is sealed.
struct LogAnchorTests {
    private func epoch(_ first: Int64) -> Manifest {
        var manifest = Sample.epoch(3, first, first + 10)
        manifest.firstRecord = Sample.record(first)
        return manifest
    }

    private let other = RecordIdentity(offset: 9, timestampMs: 7, hash: RecordHash(rawValue: 7))

    @Test func theLastRecordBeforeTheEpochHasToBeTheSame() {
        let anchors = epoch(10).anchors(after: Sample.record(9), logStart: 0)
        #expect(anchors.map(\.offset) == [9])
        #expect(anchors[0].holds(Sample.record(9)))
        #expect(!anchors[0].holds(other))
        #expect(anchors[0].holds(nil), "compaction and retention prove nothing")
    }

    @Test func theFirstEpochOfALogHasNothingBeforeIt() {
        let anchors = epoch(10).anchors(after: nil, logStart: 10)
        #expect(anchors.map(\.offset) == [9, 10])
        #expect(!anchors[0].holds(other), "the log began at offset 10")
        #expect(anchors[0].holds(nil) && anchors[1].holds(Sample.record(10)))
        #expect(epoch(0).anchors(after: nil, logStart: 0).map(\.offset) == [0])
    }

    @Test func whatCompactionTookBeforeTheEpochIsNotExpected() {
        #expect(epoch(10).anchors(after: nil, logStart: 3).map(\.offset) == [10])
    }

    @Test func aJumpHoldsNoRecords() {
        #expect(Sample.jump(4, 0, 100).anchors(after: Sample.record(99), logStart: 0).isEmpty)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import SluiceTesting
import Testing

@testable import Runtime

@Suite(.timeLimit(.minutes(5)))
struct DiskWatchTests {
    private static let total: Int64 = 1_000_000

    private func space(_ free: Int64, of total: Int64 = total) -> FreeSpace { FreeSpace(available: free, total: total) }

    @Test func itGoesOnOnlyWhenThereIsMoreThanTheLeast() {
        var watch = DiskWatch(minFree: 1000)
        #expect(watch.note(space(1000), now: .zero) == nil && !watch.isLow)
        #expect(watch.note(space(999), now: .seconds(1)) == .low && watch.isLow)
        #expect(watch.problem?.contains("999 bytes free") == true && watch.problem?.contains("1000") == true)
        #expect(watch.note(space(1249), now: .seconds(2)) == nil && watch.isLow)
        #expect(watch.note(space(1250), now: .seconds(3)) == .recovered && !watch.isLow)
        #expect(watch.problem == nil)
        #expect(watch.note(space(1001), now: .seconds(4)) == nil && !watch.isLow)
    }

    /// What the topology says, the disk's size, the least free space that follows.
    static let thresholds: [(minFree: Int64?, total: Int64, threshold: Int64)] = [
        (nil, 1_000_000, 20_000), (nil, 50 << 30, 1 << 30), (nil, .max, 1 << 30), (nil, 0, 0), (0, 1000, 0),
        (5, 1000, 5), (.max, 1000, .max),
    ]

    @Test(arguments: thresholds) func theLeastIsAsSetOrAShareOfTheDisk(
        _ minFree: Int64?, _ total: Int64, _ threshold: Int64
    ) {
        var watch = DiskWatch(minFree: minFree)
        _ = watch.note(space(total, of: total), now: .zero)
        #expect(watch.threshold == threshold)
    }

    @Test func withoutALeastAFullDiskIsNotLow() {
        var watch = DiskWatch(minFree: 0)
        #expect(watch.note(space(0), now: .zero) == nil && !watch.isLow)
    }

    @Test func theTimeToAFullDiskFollowsTheRateOfTheLastMinutes() {
        var watch = DiskWatch(minFree: 0)
        #expect(watch.secondsToFull == .infinity)
        _ = watch.note(space(1_000_000), now: .zero)
        #expect(watch.secondsToFull == .infinity, "one look shows no rate")
        _ = watch.note(space(999_000), now: .seconds(1))
        #expect(watch.secondsToFull == 999)
        for second in 2...100 { _ = watch.note(space(1_000_000 - Int64(second) * 1000), now: .seconds(second)) }
        #expect(watch.secondsToFull == 900)
        // It stands still: what was older than five minutes no longer counts.
        for second in 101...500 { _ = watch.note(space(900_000), now: .seconds(second)) }
        #expect(watch.secondsToFull == .infinity)
        _ = watch.note(space(950_000), now: .seconds(501))
        #expect(watch.secondsToFull == .infinity, "it empties")
    }

    @Test func theWriterTellsTheFreeSpaceEverySecondWhateverWaits() throws {
        let fixture = try WriterFixture()
        let first = try nextSpace(fixture)
        #expect(first > 1 << 40)
        fixture.files.inject(MemoryFault(.createDirectory, times: .max, code: 28))
        fixture.send(.begin(fixture.key(1), Epochs.id(1)))
        _ = try fixture.nextFailing()
        fixture.disk.setFree(5000)
        fixture.pass(.seconds(1))
        #expect(try nextSpace(fixture) == 5000)
    }

    private func nextSpace(_ fixture: WriterFixture) throws -> Int64 {
        try fixture.next("free space") { report in
            if case .disk(let space) = report { space.available } else { nil }
        }
    }
}

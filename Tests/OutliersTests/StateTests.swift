// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Outliers

struct StateTests {
    /// Export and restore after every so many samples; the twin that never stopped gives the same to the bit.
    @Test(arguments: TemporalSettings.Kind.allCases) func aRestartChangesNoVerdict(_ kind: TemporalSettings.Kind) throws
    {
        var settings = TemporalSettings()
        settings.kind = kind
        var total = 0.0
        let samples = SyntheticSeries(days: 18, stepMs: 900_000).samples { elapsed, value in
            total += max(0, value)
            let spike = elapsed == 12 * SyntheticSeries.dayMs ? 300.0 : 0
            return kind == .counter ? total : value + spike
        }
        var whole = TemporalDetector(settings)
        var restarted = TemporalDetector(settings)
        for (index, sample) in samples.enumerated() {
            if index % 101 == 0 { restarted = try TemporalDetector(settings, state: restarted.exportState()) }
            let expected = whole.take(sample.value, atMs: sample.timeMs)
            let verdict = restarted.take(sample.value, atMs: sample.timeMs)
            #expect(verdict.handling == expected.handling && verdict.isOutlier == expected.isOutlier)
            #expect(abs(verdict.score - expected.score) < 1e-6, "sample \(index)")
        }
        #expect(whole.counts == restarted.counts)
    }

    private func state() -> [UInt8] {
        var detector = TemporalDetector()
        for sample in SyntheticSeries(days: 3).samples() { _ = detector.take(sample.value, atMs: sample.timeMs) }
        return detector.exportState()
    }

    @Test func aStateIsSmallAndAnEmptyOneIsValid() throws {
        #expect(state().count <= 28 * 1024)
        #expect(try TemporalDetector(TemporalSettings(), state: TemporalDetector().exportState()).counts.taken == 0)
    }

    private func code(of bytes: [UInt8], _ settings: TemporalSettings = TemporalSettings()) -> OutlierStateError.Code? {
        do throws(OutlierStateError) {
            _ = try TemporalDetector(settings, state: bytes)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func foreignBytesAreRefused() {
        let good = state()
        #expect(code(of: good) == nil)
        #expect(code(of: []) == .notAState)
        #expect(code(of: Array(repeating: 7, count: 100)) == .notAState)
        #expect(code(of: good + Array(repeating: 0, count: 40_000)) == .notAState)
        var newer = good
        newer[4] = 2
        #expect(code(of: newer) == .unknownVersion)
        var counter = TemporalSettings()
        counter.kind = .counter
        #expect(code(of: good, counter) == .otherKind)
    }

    @Test func damageAnywhereIsSeen() {
        let good = state()
        for place in stride(from: 6, to: good.count, by: 97) {
            var bad = good
            bad[place] ^= 0x10
            #expect(code(of: bad) == .damaged, "byte \(place)")
        }
        for length in stride(from: 14, to: good.count, by: 499) {
            #expect(code(of: Array(good.prefix(length))) != nil, "\(length) bytes")
        }
    }

    /// A right checksum over nonsense: each part is looked at, and what passes gives finite scores.
    @Test(arguments: 1...60) func nonsenseWithAChecksumDoesNoHarm(_ seed: UInt64) {
        var random = SeededRandom(seed)
        var body = Array(state().dropLast(8))
        for _ in 0..<(1 + random.next() % 20) {
            let place = 6 + Int(random.next() % UInt64(body.count - 6))
            body[place] = [0, 0xFF, 0x7F, UInt8(truncatingIfNeeded: random.next())][Int(random.next() % 4)]
        }
        if random.next() % 4 == 0 { body.removeLast(Int(random.next() % 5000)) }
        var writer = StateWriter()
        writer.put(body)
        writer.put(writer.checksum)
        guard var detector = try? TemporalDetector(TemporalSettings(), state: writer.bytes) else { return }
        for sample in SyntheticSeries(days: 1).samples() {
            let verdict = detector.take(sample.value, atMs: sample.timeMs + 4 * SyntheticSeries.dayMs)
            #expect(verdict.score.isFinite && verdict.rawScore.isFinite)
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Stages
import Testing

struct CombinedFuzzTests {
    @Test(arguments: [21, 22, 23] as [UInt64])
    func anyLineIsReadOrRefused(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let driver = try PipelineDriver(
            parse: "[{combined: {}}]", sanitize: "[{scan: {for: [email]}}, {mask_keys: {keys: [host]}}]",
            eventTime: "{field: time, format: combined, fallback: dead_letter}")
        let line = Array(
            #"h - a@b.cc [10/Oct/2000:13:55:36 -0700] "GET /한?m=x@y.com HTTP/1.0" 200 5 "r" "u" x"#.utf8)
        let alphabet: [UInt8] = Array(" \"\\[]-:/x0129+@.%".utf8) + [0x00, 0x0A, 0xFF, 0xED, 0x80]
        for _ in 0..<3_000 {
            var bytes = line
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = byte
                case 1: bytes.insert(byte, at: place)
                default: bytes.remove(at: place)
                }
            }
            _ = driver.record(bytes)
        }
        let counters = try #require(driver.counters("parse[0].combined"))
        #expect(counters.received == 3_000 && counters.failed < 3_000, "seed \(seed)")
    }
}

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

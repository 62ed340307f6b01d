// Sluice
// SPDX-License-Identifier: Apache-2.0

/// SplitMix64: the same numbers for the same seed on every machine.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// Bytes as an archive holds them: lines that resemble each other, now and then a stretch of noise.
    mutating func lines(_ count: Int) -> [UInt8] {
        var text: [UInt8] = []
        while text.count < count {
            text += "{\"seq\":\(next() % 100_000),\"host\":\"web-\(next() % 9)\",\"status\":\(200 + next() % 5)}\n".utf8
            if next() % 50 == 0 { text += bytes(Int(next() % 300)) }
        }
        return Array(text.prefix(count))
    }
}

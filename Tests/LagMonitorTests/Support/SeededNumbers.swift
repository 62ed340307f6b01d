// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Random numbers that are the same for a seed (SplitMix64). `SLUICE_TEST_SEED` repeats a run.
struct SeededNumbers: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(_ seed: UInt64) {
        self.seed = seed
        state = seed
    }

    static let given = getenv("SLUICE_TEST_SEED").flatMap { UInt64(String(cString: $0)) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

    mutating func chance(_ of: Int) -> Bool { below(of) == 0 }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The random numbers of one event: SplitMix64 (Steele, Lea, Flood 2014) begun at a mix of seed and number.
struct EventRandom {
    private var state: UInt64

    init(seed: UInt64, event: UInt64) {
        state = Self.mixed(seed &+ 0x9E37_79B9_7F4A_7C15) ^ Self.mixed(event &* 0xD134_2543_DE82_EF95 &+ 1)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// A number from 0 to `bound - 1`; the bias of the multiplication is below 2^-32 for the small bounds used here.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// An exponentially distributed number in thousandths.
    mutating func exponentialThousandths(mean: Double) -> Int64 {
        let unit = (Double(next() >> 11) + 1) * 0x1p-53
        return Int64(-log(unit) * mean * 1000)
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

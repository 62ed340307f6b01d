// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The values of the last 14 days, one per half hour: what is compared with the same time of earlier days.
struct SlotRing: Sendable {
    static let slotMs: Int64 = 1_800_000
    /// How far a look-up may fall back where a slot is empty.
    static let fallBack: Int32 = 2
    /// Days looked back: 7 and 14 are the same hour of the week.
    static let daysBack: [Int32] = [1, 2, 7, 14]
    static let slotsPerDay: Int32 = 48

    /// Last value, smoothed value and number of each slot; an unused one has the number `Int32.min`.
    private(set) var values = [Float](repeating: 0, count: OutliersLimits.slots)
    private(set) var smoothed = [Float](repeating: 0, count: OutliersLimits.slots)
    private(set) var numbers = [Int32](repeating: .min, count: OutliersLimits.slots)

    init() {}

    /// From what was exported; nil where it is no ring.
    init?(values: [Float], smoothed: [Float], numbers: [Int32]) {
        let count = OutliersLimits.slots
        guard values.count == count, smoothed.count == count, numbers.count == count,
            values.allSatisfy(\.isFinite), smoothed.allSatisfy(\.isFinite)
        else { return nil }
        for (place, number) in numbers.enumerated() where number != .min && Self.place(of: number) != place {
            return nil
        }
        (self.values, self.smoothed, self.numbers) = (values, smoothed, numbers)
    }

    /// The number of the slot of a time; nil beyond what 32 bits count (120,000 years).
    static func number(ofMs time: Int64) -> Int32? {
        let number = time >= 0 ? time / slotMs : -((-(time + 1)) / slotMs) - 1
        guard abs(number) < Int64(Int32.max) / 2 else { return nil }
        return Int32(number)
    }

    /// The filled slots at the same time of earlier days, at most four.
    func sameTimes(as number: Int32) -> PastSlots {
        var found = PastSlots()
        for day in Self.daysBack {
            let wanted = number - day * Self.slotsPerDay
            for back in 0...Self.fallBack {
                let place = Self.place(of: wanted - back)
                if numbers[place] == wanted - back {
                    found.append(day: day, value: Double(values[place]), smoothed: Double(smoothed[place]))
                    break
                }
            }
        }
        return found
    }

    mutating func keep(_ value: Double, smoothed: Double, in number: Int32) {
        let place = Self.place(of: number)
        values[place] = Float(value)
        self.smoothed[place] = Float(smoothed)
        numbers[place] = number
    }

    private static func place(of number: Int32) -> Int {
        let rest = Int(number) % OutliersLimits.slots
        return rest < 0 ? rest + OutliersLimits.slots : rest
    }
}

/// Up to four earlier values of the same time, without an allocation.
struct PastSlots: Sendable {
    private(set) var count = 0
    private(set) var days = SIMD4<Int32>(repeating: 0)
    private(set) var values = SIMD4<Double>(repeating: 0)
    private(set) var smoothed = SIMD4<Double>(repeating: 0)

    mutating func append(day: Int32, value: Double, smoothed: Double) {
        days[count] = day
        values[count] = value
        self.smoothed[count] = smoothed
        count += 1
    }

    /// The value that is closest.
    func nearest(to value: Double) -> Double {
        var best = values[0]
        for index in 1..<max(1, count) where abs(values[index] - value) < abs(best - value) { best = values[index] }
        return best
    }

    var smoothedMedian: Double { Self.median(smoothed, count, extra: nil) }

    /// The median of the values and one more that votes with them.
    func median(with extra: Double) -> Double { Self.median(values, count, extra: extra) }

    private static func median(_ values: SIMD4<Double>, _ count: Int, extra: Double?) -> Double {
        var sorted = SIMD8<Double>(repeating: .infinity)
        var filled = 0
        func insert(_ value: Double) {
            var place = filled
            while place > 0, sorted[place - 1] > value {
                sorted[place] = sorted[place - 1]
                place -= 1
            }
            sorted[place] = value
            filled += 1
        }
        for index in 0..<count { insert(values[index]) }
        if let extra { insert(extra) }
        guard filled > 0 else { return 0 }
        return filled % 2 == 1 ? sorted[filled / 2] : (sorted[filled / 2 - 1] + sorted[filled / 2]) / 2
    }
}

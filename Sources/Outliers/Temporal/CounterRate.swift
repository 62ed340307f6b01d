// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Makes rates of a counter that only rises, such as records a topic has taken.
public struct CounterRate: Sendable, Equatable {
    /// Times at which the counter began anew.
    public private(set) var resets: UInt64 = 0
    var total: Double?
    var timeMs: Int64 = 0

    /// Begins without a total.
    public init() {}

    init(total: Double?, timeMs: Int64, resets: UInt64) {
        (self.total, self.timeMs, self.resets) = (total, timeMs, resets)
    }

    /// The rate per second since the last total; nil for the first one, and where no time has gone by.
    ///
    /// A total below the last one is a counter that began anew at 0 in between, so all of it is new (the rule of
    /// Prometheus). A total must be finite and at least 0; another is refused with nil and changes nothing.
    public mutating func rate(of total: Double, atMs time: Int64) -> Double? {
        guard total >= 0, total <= OutliersLimits.magnitudeMax else { return nil }
        guard let last = self.total else {
            (self.total, timeMs) = (total, time)
            return nil
        }
        guard time > timeMs else { return nil }
        let (elapsed, isTooFar) = time.subtractingReportingOverflow(timeMs)
        (self.total, timeMs) = (total, time)
        if isTooFar { return nil }
        if total < last { resets += 1 }
        return (total < last ? total : total - last) * 1000 / Double(elapsed)
    }
}

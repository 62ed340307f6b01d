// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Arithmetic on numbers of brokers and clients, which may be anything: at the end of the range it stays there.
extension Int64 {
    package func clampedAdding(_ other: Int64) -> Int64 {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? (other < 0 ? .min : .max) : sum
    }

    package func clampedSubtracting(_ other: Int64) -> Int64 {
        let (difference, overflows) = subtractingReportingOverflow(other)
        return overflows ? (other < 0 ? .max : .min) : difference
    }

    /// The whole number towards zero; 0 for what is none.
    package init(clamping number: Double) {
        if number.isNaN {
            self = 0
        } else if number >= 0x1p63 {
            self = .max
        } else if number < -0x1p63 {
            self = .min
        } else {
            self = Int64(number)
        }
    }
}

extension Duration {
    /// Whole milliseconds; stays at the end of the range.
    package var clampedMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflows) = seconds.multipliedReportingOverflow(by: 1000)
        if overflows { return seconds < 0 ? .min : .max }
        return product.clampedAdding(attoseconds / 1_000_000_000_000_000)
    }
}

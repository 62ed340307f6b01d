// Sluice
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A decimal number that only grows, such as seconds of work.
package final class DoubleCounter: Sendable {
    private let bits = Atomic<UInt64>(0)

    init() {}

    /// Adds a finite amount that is not negative.
    package func add(_ amount: Double) {
        precondition(amount >= 0 && amount.isFinite, "a counter does not shrink")
        bits.addDouble(amount)
    }

    /// Adds a span in seconds.
    package func add(_ span: Duration) { add(max(0, span.inSeconds)) }

    package var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
}

extension Atomic where Value == UInt64 {
    /// Adds to the double whose bits are kept here.
    func addDouble(_ amount: Double) {
        var old = load(ordering: .relaxed)
        while true {
            let sum = (Double(bitPattern: old) + amount).bitPattern
            let (exchanged, seen) = weakCompareExchange(expected: old, desired: sum, ordering: .relaxed)
            if exchanged { return }
            old = seen
        }
    }
}

extension Duration {
    /// The span in seconds, to the precision of a double.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

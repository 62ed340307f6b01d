// Sluice
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A number that goes up and down: lag, open files, a queue's length.
package final class Gauge: Sendable {
    private let bits = Atomic<UInt64>(0)

    init() {}

    package func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
    package func set(_ value: Int) { set(Double(value)) }
    package func set(_ value: Int64) { set(Double(value)) }
    package func set(_ value: Bool) { set(value ? 1.0 : 0.0) }
    /// Adds an amount, which may be negative.
    package func add(_ amount: Double) { bits.addDouble(amount) }

    package var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A whole number that only grows: records, bytes, failures. Any thread may add; callers add once per batch.
package final class Counter: Sendable {
    private let total = Atomic<Int64>(0)

    init() {}

    /// Adds an amount that is not negative; the sum wraps after 2^63.
    package func add(_ amount: Int = 1) {
        precondition(amount >= 0, "a counter does not shrink")
        total.wrappingAdd(Int64(amount), ordering: .relaxed)
    }

    package var value: Int64 { total.load(ordering: .relaxed) }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Offsets from `first` up to, not including, `next`.
package struct OffsetRange: Hashable, Sendable {
    package var first: Int64
    package var next: Int64

    package init(first: Int64, next: Int64) {
        self.first = first
        self.next = next
    }

    package var isEmpty: Bool { next <= first }

    package func contains(_ offset: Int64) -> Bool { first <= offset && offset < next }
}

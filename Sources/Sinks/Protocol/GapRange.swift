// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A counted gap: offsets of an epoch's range that were not read, with the reason.
package struct GapRange: Hashable, Sendable, Codable {
    package var first: Int64
    /// The offset after the last one.
    package var next: Int64
    package var reason: GapReason

    package init(first: Int64, next: Int64, reason: GapReason) {
        self.first = first
        self.next = next
        self.reason = reason
    }

    package var range: OffsetRange { OffsetRange(first: first, next: next) }
}

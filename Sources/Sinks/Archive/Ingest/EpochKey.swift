// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Names one epoch of one partition between the ingest and the writer thread; the caller never uses a number twice.
package struct EpochKey: Hashable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }
}

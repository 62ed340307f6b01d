// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The sealed epochs that a store finds.
package struct SealedListing: Hashable, Sendable {
    package var epochs: [SealedEpoch] = []
    /// Directories whose manifest cannot be read, with the reason; those that this process holds were set aside.
    package var damaged: [String: String] = [:]
}

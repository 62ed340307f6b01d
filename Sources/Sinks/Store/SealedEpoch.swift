// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A sealed epoch that lies in a pending directory or aside.
package struct SealedEpoch: Hashable, Sendable {
    package let manifest: Manifest
    /// The absolute path of its directory.
    package let directory: String
    package let place: PendingEpoch.Place

    package var pending: PendingEpoch { PendingEpoch(id: manifest.id, place: place) }
}

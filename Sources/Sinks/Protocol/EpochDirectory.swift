// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The names in an epoch's directory besides its data files.
package enum EpochDirectory {
    /// The manifest; its presence seals the epoch.
    package static let manifest = "manifest.json"
    /// The manifest while it is being written.
    package static let unfinishedManifest = ".manifest.json"
}

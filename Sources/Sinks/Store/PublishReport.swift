// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What publishing an epoch has found.
package struct PublishReport: Hashable, Sendable {
    package let manifest: Manifest
    /// Files that have neither a pending nor a final name: the rest was published, these are lost.
    package var missing: [FileEntry] = []
}

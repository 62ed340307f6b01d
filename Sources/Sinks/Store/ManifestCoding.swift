// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How a root's manifests become bytes: as JSON, but for simulations, which have no time for it.
package protocol ManifestCoding: Sendable {
    func encode(_ manifest: Manifest) throws(ManifestError) -> [UInt8]
    /// Reads a manifest and checks it; no bytes whatever make it trap.
    func decode(_ bytes: [UInt8]) throws(ManifestError) -> Manifest
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Manifests as the lines of JSON that archives keep.
package struct JSONManifests: ManifestCoding {
    package init() {}

    package func encode(_ manifest: Manifest) throws(ManifestError) -> [UInt8] { try manifest.encoded() }

    package func decode(_ bytes: [UInt8]) throws(ManifestError) -> Manifest { try Manifest.decoded(bytes) }
}

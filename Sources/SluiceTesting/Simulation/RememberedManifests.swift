// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Sinks

/// Manifests as short bytes that stand for them: JSON would cost half of a simulation's time.
///
/// Bytes that a power cut has torn stand for nothing.
final class RememberedManifests: ManifestCoding {
    private let known = Locked<[[UInt8]: Manifest]>([:])

    func encode(_ manifest: Manifest) throws(ManifestError) -> [UInt8] {
        known.withLock { known in
            let bytes = Array("manifest \(known.count)\n".utf8)
            known[bytes] = manifest
            return bytes
        }
    }

    func decode(_ bytes: [UInt8]) throws(ManifestError) -> Manifest {
        guard let manifest = known.withLock({ $0[bytes] }) else {
            throw ManifestError(code: .damaged, message: "the manifest is damaged")
        }
        return manifest
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

/// Manifests: what is read and accepted is written, comes back the same, and is written the same again.
final class ManifestTarget: FuzzTarget {
    static let name = "manifests"

    init() {}

    func run(_ input: UnsafeRawBufferPointer) {
        guard let manifest = try? Manifest.decoded(Array(input)) else { return }
        guard let bytes = try? manifest.encoded() else { violated("a manifest that was read cannot be written") }
        check(bytes.last == 0x0A && bytes.dropLast().allSatisfy { $0 >= 0x20 }, "a manifest is not one line")
        guard let again = try? Manifest.decoded(bytes) else { violated("a manifest that was written cannot be read") }
        check(again == manifest, "a manifest comes back as another one")
        check((try? again.encoded()) == bytes, "a manifest is written in two ways")
    }
}

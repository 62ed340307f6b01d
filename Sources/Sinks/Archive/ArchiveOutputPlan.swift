// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Compression
import Topology

/// The plan of an output of kind `archive`: where its files go and how they are pressed.
package struct ArchiveOutputPlan: OutputPlan {
    package let path: PathTemplate
    package let codec: Codec
    /// How long files are kept after their seal, in milliseconds; nil is for ever.
    package let retentionMs: Int64?

    package init(path: PathTemplate, codec: Codec, retentionMs: Int64? = nil) {
        self.path = path
        self.codec = codec
        self.retentionMs = retentionMs
    }
}

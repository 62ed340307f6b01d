// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Compression
import Topology

/// The plan of an output of kind `archive`: where its files go and how they are pressed.
package struct ArchiveOutputPlan: OutputPlan {
    package let path: PathTemplate
    package let codec: Codec

    package init(path: PathTemplate, codec: Codec) {
        self.path = path
        self.codec = codec
    }
}

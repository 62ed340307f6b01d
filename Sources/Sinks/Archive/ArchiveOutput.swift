// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Compression

/// An output that archives: what both the thread that fills its chunks and the one that writes them know.
package struct ArchiveOutput: Sendable {
    /// The output's name in the topology.
    package let name: String
    package let template: PathTemplate
    package let codec: Codec
    /// Dead letters hold what sanitising has not seen, so only their owner may read them.
    package let isDeadLetters: Bool

    package init(name: String, template: PathTemplate, codec: Codec, isDeadLetters: Bool = false) {
        self.name = name
        self.template = template
        self.codec = codec
        self.isDeadLetters = isDeadLetters
    }

    /// Mode of the output's files, before the umask.
    var fileMode: UInt32 { isDeadLetters ? 0o600 : 0o644 }

    /// What the output's files have at the end of their names.
    var fileExtension: String { ".ndjson" + codec.fileExtension }
}

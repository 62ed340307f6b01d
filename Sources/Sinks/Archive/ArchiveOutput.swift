// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Compression
import Platform
package import Topology

/// An output that archives: what both the thread that fills its chunks and the one that writes them know.
package struct ArchiveOutput: Sendable {
    /// The output's name in the topology.
    package let name: String
    package let template: PathTemplate
    package let codec: Codec
    /// Dead letters hold what sanitising has not seen, so only their owner may read them.
    package let isDeadLetters: Bool
    /// How long files are kept after their seal, in milliseconds; nil is for ever.
    package let retentionMs: Int64?

    package init(
        name: String, template: PathTemplate, codec: Codec, isDeadLetters: Bool = false, retentionMs: Int64? = nil
    ) {
        self.name = name
        self.template = template
        self.codec = codec
        self.isDeadLetters = isDeadLetters
        self.retentionMs = retentionMs
    }

    /// The outputs of a topology by index; nil for one that does not archive.
    package static func outputs(of plan: TopologyPlan) -> [ArchiveOutput?] {
        plan.outputs.enumerated().map { index, output in
            guard let archive = output.plan as? ArchiveOutputPlan else { return nil }
            return ArchiveOutput(
                name: output.name, template: archive.path, codec: archive.codec,
                isDeadLetters: index == plan.deadLetters, retentionMs: archive.retentionMs)
        }
    }

    /// Mode of the output's files, before the umask.
    var fileMode: UInt32 { isDeadLetters ? FileMode.secret : FileMode.file }

    /// What the output's files have at the end of their names.
    var fileExtension: String { ".ndjson" + codec.fileExtension }
}

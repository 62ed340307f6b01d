// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Records

/// A full chunk on its way to the writer thread, which owns it from here on.
package struct ChunkDelivery: Sendable {
    package let epoch: EpochKey
    /// Index of the output in the topology.
    package let output: Int
    /// Number of the file within the epoch, over all outputs.
    package let file: Int
    /// Directory of the file below the root, from the path template.
    package let directory: String
    /// Lines, each with its newline; nil where only the end of the file is to be told.
    package let chunk: ByteChunk?
    /// Records in the chunk.
    package let rows: Int
    /// Event times in the chunk, ms since 1970; nil where no record has one.
    package let eventTimesMs: ClosedRange<Int64>?
    /// Whether the file ends here.
    package let isLast: Bool
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One archive file of an epoch, as its manifest lists it.
package struct FileEntry: Hashable, Sendable, Codable {
    /// The name in the epoch's directory, such as `3.ndjson.zst`.
    package var name: String
    /// The final path relative to the root.
    package var path: String
    /// The output that the file belongs to.
    package var output: String
    package var bytes: Int64
    /// `crc64:` and 16 hexadecimal digits (CRC-64/XZ) over the file's bytes.
    package var checksum: String
    package var rows: Int64
    /// Least and greatest event time of the rows, in milliseconds; nil where no row has one.
    package var minEventMs: Int64?
    package var maxEventMs: Int64?
    /// How long the file is kept after its epoch was sealed, in milliseconds; nil is for ever. Whoever deletes files
    /// goes by it, and so does who judges that one is missing; Sluice itself deletes none.
    package var retentionMs: Int64?

    package init(
        name: String, path: String, output: String, bytes: Int64, checksum: String, rows: Int64,
        minEventMs: Int64?, maxEventMs: Int64?, retentionMs: Int64? = nil
    ) {
        self.name = name
        self.path = path
        self.output = output
        self.bytes = bytes
        self.checksum = checksum
        self.rows = rows
        self.minEventMs = minEventMs
        self.maxEventMs = maxEventMs
        self.retentionMs = retentionMs
    }

    enum CodingKeys: String, CodingKey {
        case name, path, output, bytes, checksum, rows
        case minEventMs = "min_event_ms"
        case maxEventMs = "max_event_ms"
        case retentionMs = "retention_ms"
    }

    /// Whether the file may be gone at a time of the wall clock; never where the time is not known.
    package func isExpired(sealedMs: Int64, nowMs: Int64?) -> Bool {
        guard let retentionMs, let nowMs else { return false }
        let (end, overflow) = sealedMs.addingReportingOverflow(retentionMs)
        return !overflow && end <= nowMs
    }
}

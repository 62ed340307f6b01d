// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

/// Commit metadata: whatever a group stores is read or not ours; what is read is written the same.
final class MetadataTarget: FuzzTarget {
    static let name = "metadata"

    init() {}

    func run(_ input: UnsafeRawBufferPointer) {
        let text = String(decoding: input, as: UTF8.self)
        let offset: Int64 = 11
        let reading = CommittedPosition(offset: offset, metadata: text).reading
        guard let metadata = CommitMetadata.parse(text) else {
            if case .ours = reading { violated("unread metadata are ours") }
            return
        }
        let written = metadata.encode()
        check(written.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "metadata are not ascii")
        check(CommitMetadata.parse(written) == metadata, "metadata come back as others")
        check(written.utf8.elementsEqual(text.utf8), "one commit has two texts")
        check(reading == (metadata.position == offset ? .ours(metadata) : .stale(metadata)), "ours and stale differ")
    }
}

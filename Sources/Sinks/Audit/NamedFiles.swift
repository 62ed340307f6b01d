// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression

/// The paths that manifests name, as checksums of 64 bits: eight bytes a file, however long its path.
///
/// Memory is bounded by slices: where there are more paths than the limit only those are kept whose checksum ends in
/// the bits of one slice, and the caller goes over the manifests once more for every other slice. That a stray file has
/// the checksum of another one's path happens once in 2^64 / files.
struct NamedFiles {
    private let limit: Int
    /// The bits of a checksum that tell its slice.
    private(set) var mask: UInt64 = 0
    private let slice: UInt64
    private var checksums: [UInt64] = []
    private var isSorted = true

    /// The first slice, which grows narrower as it has to.
    init(limit: Int) {
        self.limit = limit
        slice = 0
    }

    /// Another slice of the same width.
    init(slice: UInt64, of first: NamedFiles) {
        limit = .max
        self.slice = slice
        mask = first.mask
    }

    /// Slices that all paths together need.
    var slices: UInt64 { mask + 1 }

    mutating func insert(_ path: String, root: Int) {
        let checksum = Self.checksum(path, root)
        guard checksum & mask == slice else { return }
        checksums.append(checksum)
        isSorted = false
        while checksums.count > limit, mask < .max >> 1 {
            mask = mask << 1 | 1
            checksums.removeAll { $0 & mask != slice }
        }
    }

    /// To be called between the last `insert` and the first question.
    mutating func sort() {
        if !isSorted { checksums.sort() }
        isSorted = true
    }

    /// Whether a manifest names the path; nil where another slice knows.
    func holds(_ path: String, root: Int) -> Bool? {
        precondition(isSorted, "asked before it was sorted")
        let checksum = Self.checksum(path, root)
        guard checksum & mask == slice else { return nil }
        var (low, high) = (0, checksums.count)
        while low < high {
            let middle = (low + high) / 2
            if checksums[middle] < checksum { low = middle + 1 } else { high = middle }
        }
        return low < checksums.count && checksums[low] == checksum
    }

    private static func checksum(_ path: String, _ root: Int) -> UInt64 {
        let bytes = Array("\(root)/\(path)".utf8)
        return Checksum(of: bytes.span.bytes).value
    }
}

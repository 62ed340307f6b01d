// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A path as a key: equal bytes are equal, and a cheap hash of them is made once.
struct MemoryPath: Hashable {
    private let text: Substring
    private let bytesHash: UInt64

    init(_ text: Substring) {
        self.text = text
        // FNV-1a, eight bytes at a time.
        bytesHash =
            text.utf8.withContiguousStorageIfAvailable(Self.hash) ?? Array(text.utf8).withUnsafeBufferPointer(Self.hash)
    }

    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let raw = UnsafeRawBufferPointer(bytes)
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(raw.count)
        var place = 0
        while place + 8 <= raw.count {
            hash = (hash ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* 0x0000_0100_0000_01b3
            hash ^= hash >> 29
            place += 8
        }
        while place < raw.count {
            hash = (hash ^ UInt64(raw[place])) &* 0x0000_0100_0000_01b3
            place += 1
        }
        return hash ^ hash >> 32
    }

    static func == (left: Self, right: Self) -> Bool {
        left.bytesHash == right.bytesHash && left.text.hasSameBytes(as: right.text)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(bytesHash) }
}

extension Substring {
    /// Whether both are the same bytes; what Unicode calls equivalent are different names to a file system.
    func hasSameBytes(as other: Substring) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        let isSame = utf8.withContiguousStorageIfAvailable { mine in
            other.utf8.withContiguousStorageIfAvailable { theirs in
                guard let left = mine.baseAddress, let right = theirs.baseAddress else { return true }
                return memcmp(left, right, mine.count) == 0
            }
        }
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }
}

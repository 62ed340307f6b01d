// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// From a path's key and span of time to its open file: open addressing, bounded.
///
/// It is a memory of answers, not the truth: an entry whose file has been closed since is stale, and a table that has
/// grown too large forgets everything. Both cost one rendering of the path.
struct PathTable {
    private struct Entry {
        var hash: UInt64  // 0 marks a free entry
        var span: Int64
        var start: Int32
        var count: Int32
        var file: OpenFileReference
    }

    /// Keyed per process: values of records choose the keys, and must not be able to choose collisions.
    private static let seed = UInt64.random(in: .min ... .max)

    private var entries: [Entry]
    private var used = 0
    private var keys: [UInt8] = []

    init() {
        entries = Self.free(16)
    }

    private static func free(_ count: Int) -> [Entry] {
        Array(repeating: Entry(hash: 0, span: 0, start: 0, count: 0, file: .none), count: count)
    }

    /// The file that was last noted for a key, perhaps closed by now.
    func file(key: [UInt8], span: Int64) -> OpenFileReference {
        let hash = Self.hash(key, span: span)
        let index = index(of: hash, key: key, span: span)
        return entries[index].hash == 0 ? .none : entries[index].file
    }

    /// Notes the file of a key.
    mutating func note(_ file: OpenFileReference, key: [UInt8], span: Int64) {
        let hash = Self.hash(key, span: span)
        var index = index(of: hash, key: key, span: span)
        if entries[index].hash != 0 {
            entries[index].file = file
            return
        }
        if keys.count + key.count > ArchiveLimits.pathKeyBytesMax || used >= ArchiveLimits.pathKeysMax {
            keys.removeAll(keepingCapacity: true)
            entries = Self.free(16)
            used = 0
        } else if used * 2 >= entries.count {
            grow()
        }
        index = self.index(of: hash, key: key, span: span)
        entries[index] = Entry(
            hash: hash, span: span, start: Int32(keys.count), count: Int32(key.count), file: file)
        keys += key
        used += 1
    }

    private mutating func grow() {
        let old = entries
        entries = Self.free(old.count * 2)
        for entry in old where entry.hash != 0 {
            var index = Int(truncatingIfNeeded: entry.hash) & (entries.count - 1)
            while entries[index].hash != 0 { index = (index + 1) & (entries.count - 1) }
            entries[index] = entry
        }
    }

    /// The key's entry, or the free one where it belongs.
    private func index(of hash: UInt64, key: [UInt8], span: Int64) -> Int {
        var index = Int(truncatingIfNeeded: hash) & (entries.count - 1)
        while entries[index].hash != 0 {
            let entry = entries[index]
            if entry.hash == hash && entry.span == span && holds(entry, key) { break }
            index = (index + 1) & (entries.count - 1)
        }
        return index
    }

    private func holds(_ entry: Entry, _ key: [UInt8]) -> Bool {
        guard Int(entry.count) == key.count else { return false }
        return keys.withUnsafeBytes { keys in
            key.withUnsafeBytes { key in
                guard let left = keys.baseAddress, let right = key.baseAddress else { return key.isEmpty }
                return memcmp(left + Int(entry.start), right, key.count) == 0
            }
        }
    }

    private static func hash(_ key: [UInt8], span: Int64) -> UInt64 {
        var hash = mix(seed ^ UInt64(bitPattern: span), 0x9E37_79B9_7F4A_7C15 ^ UInt64(key.count))
        key.withUnsafeBytes { key in
            var position = 0
            while position + 8 <= key.count {
                hash = mix(hash ^ key.loadUnaligned(fromByteOffset: position, as: UInt64.self), 0xA076_1D64_78BD_642F)
                position += 8
            }
            var rest: UInt64 = 0
            while position < key.count {
                rest = rest << 8 | UInt64(key[position])
                position += 1
            }
            hash = mix(hash ^ rest ^ seed, 0xE703_7ED1_A0B4_28DB)
        }
        return hash == 0 ? 1 : hash
    }

    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

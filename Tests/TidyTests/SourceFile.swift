// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

/// A text file of the repository.
struct SourceFile: Sendable, CustomTestStringConvertible {
    /// The path below the repository's root.
    let path: String
    let bytes: [UInt8]
    /// The lines without their ends, as ranges of `bytes`.
    let lines: [Range<Int>]

    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        var lines: [Range<Int>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            lines.append(start..<index)
            start = index + 1
        }
        if start < bytes.count { lines.append(start..<bytes.count) }
        self.lines = lines
    }

    var testDescription: String { path }
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    var isSwift: Bool { path.hasSuffix(".swift") }

    /// The target of a file below `Sources` or `Tests`: the second part of its path.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    func text(of line: Int) -> String { String(decoding: bytes[lines[line]], as: UTF8.self) }

    /// The 0-based lines in which a word stands, without the comments at their ends.
    func lines(with word: String) -> [Int] {
        let needle = Array(word.utf8)
        guard let first = needle.first else { return [] }
        return bytes.withUnsafeBytes { all in
            lines.indices.filter { line in
                let range = code(of: line)
                var start = range.lowerBound
                while range.upperBound - start >= needle.count, let base = all.baseAddress,
                    let found = memchr(base + start, Int32(first), range.upperBound - start)
                {
                    start = UnsafeRawPointer(found) - base
                    guard range.upperBound - start >= needle.count else { return false }
                    if memcmp(found, needle, needle.count) == 0 { return true }
                    start += 1
                }
                return false
            }
        }
    }

    /// A line up to its comment: what follows `//` at the start or after a blank.
    private func code(of line: Int) -> Range<Int> {
        let range = lines[line]
        var index = range.lowerBound
        while index + 1 < range.upperBound {
            if bytes[index] == UInt8(ascii: "/"), bytes[index + 1] == UInt8(ascii: "/"),
                index == range.lowerBound || bytes[index - 1] == UInt8(ascii: " ")
            {
                return range.lowerBound..<index
            }
            index += 1
        }
        return range
    }
}

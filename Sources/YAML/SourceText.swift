// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The bytes of a text file and where its lines begin.
///
/// Lines end as libyaml sees them: LF, CR, CR LF, NEL, LS and PS. A byte order mark at the start is dropped.
package struct SourceText: Sendable {
    package let bytes: [UInt8]
    private let lineStarts: [Int]
    /// The byte of every 64th Unicode scalar, so that finding a place does not walk long lines.
    private let scalarMarks: [Int]
    /// The scalars before each line.
    private let scalarsBeforeLine: [Int]

    package init(_ bytes: [UInt8]) {
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        self.bytes = content
        var starts = [0]
        var index = 0
        while index < content.count {
            index += Self.breakLength(content, at: index) ?? 1
            if index > 0, Self.endsWithBreak(content, before: index) { starts.append(index) }
        }
        lineStarts = starts
        (scalarMarks, scalarsBeforeLine) = Self.countScalars(content, lineStarts: starts)
    }

    private static let scalarsPerMark = 64

    private static func countScalars(_ bytes: [UInt8], lineStarts: [Int]) -> (marks: [Int], beforeLine: [Int]) {
        var marks: [Int] = []
        var beforeLine: [Int] = []
        var scalars = 0
        for index in bytes.indices {
            if beforeLine.count < lineStarts.count, lineStarts[beforeLine.count] == index { beforeLine.append(scalars) }
            guard bytes[index] & 0xC0 != 0x80 else { continue }
            if scalars % scalarsPerMark == 0 { marks.append(index) }
            scalars += 1
        }
        while beforeLine.count < lineStarts.count { beforeLine.append(scalars) }
        return (marks, beforeLine)
    }

    /// The number of lines; an empty text has one.
    package var lineCount: Int { lineStarts.count }

    /// The text of a line without its end; bytes that are not UTF-8 become U+FFFD. Nil where there is no such line.
    package func line(_ number: Int) -> String? {
        guard number >= 1, number <= lineStarts.count else { return nil }
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] : bytes.count
        while end > start, let length = Self.breakLengthBackwards(bytes, before: end), end - length >= start {
            end -= length
        }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// The position of a byte.
    package func position(ofByte offset: Int) -> SourcePosition {
        let offset = min(max(0, offset), bytes.count)
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return SourcePosition(line: low + 1, column: scalars(before: offset) - scalarsBeforeLine[low] + 1)
    }

    /// The scalars of the text before a byte, counted from the last mark.
    private func scalars(before offset: Int) -> Int {
        var low = 0
        var high = scalarMarks.count
        while low < high {
            let middle = (low + high) / 2
            if scalarMarks[middle] <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return 0 }
        var count = (low - 1) * Self.scalarsPerMark
        for index in scalarMarks[low - 1]..<offset where bytes[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// The byte at a position; past the end of its line, the line's end.
    package func byte(at position: SourcePosition) -> Int {
        guard position.line >= 1, position.line <= lineStarts.count else { return bytes.count }
        let end = position.line < lineStarts.count ? lineStarts[position.line] : bytes.count
        let scalar = scalarsBeforeLine[position.line - 1] + max(0, position.column - 1)
        guard scalar / Self.scalarsPerMark < scalarMarks.count else { return end }
        var offset = scalarMarks[scalar / Self.scalarsPerMark]
        var left = scalar % Self.scalarsPerMark
        while left > 0, offset < end {
            offset += 1
            while offset < end, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            left -= 1
        }
        return min(offset, end)
    }

    /// The source text of a span; bytes that are not UTF-8 become U+FFFD.
    package func text(of span: SourceSpan) -> String {
        let start = byte(at: span.start)
        return String(decoding: bytes[start..<max(start, byte(at: span.end))], as: UTF8.self)
    }

    private static func breakLength(_ bytes: [UInt8], at index: Int) -> Int? {
        switch bytes[index] {
        case 0x0A: return 1
        case 0x0D: return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
        case 0xC2 where index + 1 < bytes.count && bytes[index + 1] == 0x85: return 2
        case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8: return 3
        default: return nil
        }
    }

    private static func breakLengthBackwards(_ bytes: [UInt8], before end: Int) -> Int? {
        if end >= 2, bytes[end - 2] == 0x0D, bytes[end - 1] == 0x0A { return 2 }
        if end >= 1, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { return 1 }
        if end >= 2, bytes[end - 2] == 0xC2, bytes[end - 1] == 0x85 { return 2 }
        if end >= 3, bytes[end - 3] == 0xE2, bytes[end - 2] == 0x80, bytes[end - 1] & 0xFE == 0xA8 { return 3 }
        return nil
    }

    private static func endsWithBreak(_ bytes: [UInt8], before end: Int) -> Bool {
        breakLengthBackwards(bytes, before: end) != nil
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import YAML

/// A source line as a diagnostic shows it, and the marks below it.
struct SourceSnippet {
    let line: String
    /// White space and a caret, with tildes below the rest of the marked stretch.
    let marks: String

    /// Secrets are the given spans and whatever follows a key that speaks of a password.
    init?(line: String, span: SourceSpan, secrets: [SourceSpan]) {
        var characters = Array(line.unicodeScalars)
        var column = span.start.column - 1
        var length = span.length
        var hidden = secrets.compactMap { Self.columns(of: $0, inLine: span.start.line, length: characters.count) }
        hidden += Self.passwords(in: characters)
        for range in Self.merged(hidden).reversed() {
            characters.replaceSubrange(range, with: Array("***".unicodeScalars))
            if column >= range.upperBound {
                column += 3 - range.count
            } else if column >= range.lowerBound {
                (column, length) = (range.lowerBound, 3)
            }
        }
        guard column <= characters.count else { return nil }
        var shown = characters.map { $0.properties.generalCategory == .control && $0 != "\t" ? "\u{FFFD}" : $0 }
        (shown, column) = Self.window(shown, column: column)
        var text = String.UnicodeScalarView()
        text.append(contentsOf: shown)
        self.line = String(text)
        var marks = ""
        for scalar in shown.prefix(column) {
            marks += scalar == "\t" ? "\t" : Self.isWide(scalar) ? "  " : " "
        }
        let marked = shown.dropFirst(column).prefix(length).reduce(0) { $0 + (Self.isWide($1) ? 2 : 1) }
        marks += "^" + String(repeating: "~", count: max(0, marked - 1))
        self.marks = marks
    }

    /// A part of a long line around the marked place.
    private static func window(_ line: [Unicode.Scalar], column: Int) -> ([Unicode.Scalar], Int) {
        let limit = TopologyLimits.shownLineLengthMax
        guard line.count > limit else { return (line, column) }
        let start = min(max(0, column - limit / 2), line.count - limit)
        let dots = Array("...".unicodeScalars)
        let part = (start > 0 ? dots : []) + line[start..<start + limit] + (start + limit < line.count ? dots : [])
        return (part, column - start + (start > 0 ? dots.count : 0))
    }

    private static func columns(of span: SourceSpan, inLine line: Int, length: Int) -> Range<Int>? {
        guard span.start.line <= line, line <= span.end.line else { return nil }
        let start = span.start.line == line ? min(span.start.column - 1, length) : 0
        let end = span.end.line == line ? min(span.end.column - 1, length) : length
        return start < end ? start..<end : nil
    }

    /// The ranges in order, those that overlap made one.
    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    /// The values in a line that follow a key with 'password', 'secret' or 'jaas' in its name: in a text that is too
    /// broken to be parsed nothing else tells where they are.
    private static func passwords(in line: [Unicode.Scalar]) -> [Range<Int>] {
        let lower = line.map { $0.isASCII ? $0.properties.lowercaseMapping.unicodeScalars.first ?? $0 : $0 }
        var found: [Range<Int>] = []
        for word in ["password", "secret", "jaas"] {
            var index = 0
            while let end = lower[index...].firstRange(of: Array(word.unicodeScalars))?.upperBound {
                index = end
                if let value = value(behind: end, in: line) {
                    found.append(value)
                    index = value.upperBound
                }
            }
        }
        return found
    }

    /// The value behind the key in which a position is; nil where no scalar follows.
    private static func value(behind position: Int, in line: [Unicode.Scalar]) -> Range<Int>? {
        var index = position
        while index < line.count, line[index] != ":", line[index] != ",", line[index] != "}" {
            // TOML's sign, not the one of a comparison in an expression.
            if line[index] == "=", !"=!<>".unicodeScalars.contains(line[index - 1]),
                line.dropFirst(index + 1).first != "="
            {
                break
            }
            index += 1
        }
        guard index < line.count, line[index] == ":" || line[index] == "=" else { return nil }
        index += 1
        while index < line.count, line[index] == " " { index += 1 }
        guard index < line.count, line[index] != "{", line[index] != "[" else { return nil }
        let first = line[index]
        if first == "\"" || first == "'" {
            let end = line[(index + 1)...].firstIndex(of: first)
            return index..<(end.map { $0 + 1 } ?? line.count)
        }
        guard line[..<index].contains("{") else { return index..<line.count }
        return index..<(line[index...].firstIndex { $0 == "," || $0 == "}" } ?? line.count)
    }

    /// Whether a terminal shows the character two cells wide (the wide blocks of East Asian scripts, emoji).
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}

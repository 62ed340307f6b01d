// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Breaks text into lines of a terminal's width.
enum TextWrap {
    /// The words of a text in lines of at most so many columns; a longer word has a line of its own.
    static func lines(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if line.isEmpty {
                line = String(word)
            } else if TextWidth.columns(of: line) + 1 + TextWidth.columns(of: word) <= columns {
                line += " " + word
            } else {
                lines.append(line)
                line = String(word)
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    /// Paragraphs, divided by empty lines, wrapped and indented, each ended by a newline.
    static func paragraphs(_ text: String, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        return text.split(separator: "\n\n").map { paragraph in
            lines(String(paragraph), columns: TerminalLimits.helpColumns - indent).map { "\(margin)\($0)\n" }.joined()
        }.joined(separator: "\n")
    }

    /// Names at the left, explanations at the right; a name too long for its column has a line of its own.
    static func columns(_ rows: [(String, String)]) -> String {
        let widest = rows.map { TextWidth.columns(of: $0.0) }.filter { $0 <= 24 }.max() ?? 0
        let column = widest + 4
        let margin = String(repeating: " ", count: column)
        var text = ""
        for (name, summary) in rows {
            let width = TextWidth.columns(of: name)
            var parts = lines(summary, columns: TerminalLimits.helpColumns - column)
            text += "  \(name)"
            if width <= widest, !parts.isEmpty {
                text += String(repeating: " ", count: column - 2 - width) + parts.removeFirst()
            }
            text += "\n"
            for part in parts { text += "\(margin)\(part)\n" }
        }
        return text
    }
}

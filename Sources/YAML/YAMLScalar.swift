// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A scalar: its text, how it was written, and the way back from the text to the file.
package struct YAMLScalar: Sendable {
    /// How a scalar is written.
    package enum Style: Sendable {
        case plain, singleQuoted, doubleQuoted, literal, folded
    }

    /// The text after unescaping and folding.
    package let text: String
    package let style: Style
    /// What the scalar means under YAML's core schema; always a string where it is quoted.
    package let value: CoreValue
    /// The scalar as the file has it, quotes included.
    private let raw: String
    private let start: SourcePosition

    package init(text: String, style: Style, value: CoreValue, raw: String, start: SourcePosition) {
        self.text = text
        self.style = style
        self.value = value
        self.raw = raw
        self.start = start
    }

    /// Where the character at a UTF-8 offset of `text` is written in the file.
    ///
    /// Walks text and source side by side: escapes stand for one character, folded line ends and indentation for the
    /// white space that they became.
    package func position(ofUTF8 offset: Int) -> SourcePosition {
        var cursor = SourceCursor(raw: Array(raw.unicodeScalars), start: start)
        cursor.enter(style)
        var passed = 0
        for scalar in text.unicodeScalars {
            cursor.align(with: scalar, style: style)
            if passed >= offset { break }
            passed += UTF8.width(scalar)
            cursor.consume(scalar, style: style)
        }
        return cursor.position
    }

    /// The span of a stretch of `text`, given in UTF-8 offsets.
    package func span(ofUTF8 offset: Int, length: Int) -> SourceSpan {
        let first = position(ofUTF8: offset)
        let last = position(ofUTF8: offset + max(0, length))
        let end = last > first ? last : SourcePosition(line: first.line, column: first.column + 1)
        return SourceSpan(start: first, end: end)
    }
}

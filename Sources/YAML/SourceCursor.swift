// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Walks the raw text of a scalar beside its decoded text, to map a place in the second to the file.
struct SourceCursor {
    private let raw: [Unicode.Scalar]
    private var index = 0
    private(set) var position: SourcePosition

    init(raw: [Unicode.Scalar], start: SourcePosition) {
        self.raw = raw
        position = start
    }

    /// Steps over the opening quote or the header line of a block scalar.
    mutating func enter(_ style: YAMLScalar.Style) {
        switch style {
        case .plain: break
        case .singleQuoted, .doubleQuoted: step()
        case .literal, .folded:
            while index < raw.count, raw[index] != "\n" { step() }
            step()
        }
    }

    /// Skips what the decoded text does not have before its next character: folded line ends, indentation.
    mutating func align(with scalar: Unicode.Scalar, style: YAMLScalar.Style) {
        if style == .doubleQuoted { skipEscapedLineEnds() }
        guard !Self.isSpace(scalar) else { return }
        while index < raw.count, Self.isSpace(raw[index]) { step() }
        if style == .doubleQuoted { skipEscapedLineEnds() }
    }

    /// Steps over what stands for one character of the decoded text.
    mutating func consume(_ scalar: Unicode.Scalar, style: YAMLScalar.Style) {
        guard index < raw.count else { return }
        switch (style, raw[index]) {
        case (.doubleQuoted, "\\"): step(count: escapeLength())
        case (.singleQuoted, "'"): step(count: 2)
        default:
            if !Self.isSpace(scalar) || raw[index] == scalar { step() }
        }
    }

    private mutating func skipEscapedLineEnds() {
        while index + 1 < raw.count, raw[index] == "\\", raw[index + 1] == "\n" {
            step(count: 2)
            while index < raw.count, raw[index] == " " || raw[index] == "\t" { step() }
        }
    }

    private func escapeLength() -> Int {
        guard index + 1 < raw.count else { return 1 }
        switch raw[index + 1] {
        case "x": return 4
        case "u": return 6
        case "U": return 10
        default: return 2
        }
    }

    private mutating func step(count: Int = 1) {
        for _ in 0..<count where index < raw.count {
            if raw[index] == "\n" {
                position = SourcePosition(line: position.line + 1, column: 1)
            } else {
                position.column += 1
            }
            index += 1
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r"
    }
}

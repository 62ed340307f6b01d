// Sluice
// SPDX-License-Identifier: Apache-2.0

package import YAML

/// A scalar of a topology file after substitution, able to say where each of its characters is written.
package struct ConfigScalar: Sendable {
    /// A stretch of the text and the stretch of the scalar in the file that it came from, both in UTF-8 offsets.
    struct Piece: Sendable {
        let text: Range<Int>
        let source: Range<Int>
        /// Whether the stretch stands for a `${...}`; then places inside it are those of the whole `${...}`.
        let isSubstituted: Bool
    }

    package let text: String
    /// What the text means: for plain scalars, and for those with substitutions, by YAML's core schema.
    package let value: CoreValue
    package let span: SourceSpan
    /// Whether the text holds the content of a file: then no message quotes it.
    package let isSecret: Bool
    /// Whether a substitution failed, which has been reported: nothing more is said about the value.
    package let isBroken: Bool
    private let written: YAMLScalar
    private let pieces: [Piece]

    init(
        text: String, value: CoreValue, span: SourceSpan, isSecret: Bool = false, isBroken: Bool = false,
        written: YAMLScalar, pieces: [Piece] = []
    ) {
        self.isBroken = isBroken
        self.text = text
        self.value = value
        self.span = span
        self.isSecret = isSecret
        self.written = written
        self.pieces = pieces
    }

    /// A scalar that no file holds, such as a default; its places are those of `span`.
    package init(text: String, standingAt span: SourceSpan) {
        let value = CoreValue(plain: text)
        written = YAMLScalar(text: "", style: .plain, value: value, raw: "", start: span.start)
        self.text = text
        self.value = value
        self.span = span
        isSecret = false
        isBroken = false
        pieces = []
    }

    /// Whether a part of the text was put in for a `${...}`.
    package var hasSubstitutions: Bool { pieces.contains(where: \.isSubstituted) }

    /// The text in quotes for messages; as the file has it where parts were substituted, cut where it is long.
    package var quoted: String {
        let shown = hasSubstitutions || isSecret ? written.text : text
        let part = String(shown.prefix(60))
        return "'\(part)\(part.utf8.count < shown.utf8.count ? "..." : "")'"
    }

    /// Where a stretch of the text, given in UTF-8 offsets, is written in the file.
    package func span(ofUTF8 offset: Int, length: Int) -> SourceSpan {
        if pieces.isEmpty, written.text.isEmpty { return span }
        let start = source(of: offset)
        let last = length > 1 ? source(of: offset + length - 1).upperBound : start.upperBound
        return written.span(ofUTF8: start.lowerBound, length: max(last, start.lowerBound + 1) - start.lowerBound)
    }

    /// The source offsets that one byte of the text came from.
    private func source(of offset: Int) -> Range<Int> {
        guard let piece = pieces.last(where: { $0.text.lowerBound <= offset }) else { return offset..<offset + 1 }
        if piece.isSubstituted, offset < piece.text.upperBound { return piece.source }
        let place =
            piece.isSubstituted ? piece.source.upperBound : piece.source.lowerBound + offset - piece.text.lowerBound
        return place..<place + 1
    }
}

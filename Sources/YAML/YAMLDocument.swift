// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A composed document: its root, and everything that is wrong with it.
package struct YAMLDocument: Sendable {
    package let source: SourceText
    /// Nil where the text is empty or so broken that nothing can be said about the rest.
    package let root: YAMLNode?
    /// In the order of the text; a fatal one is the last.
    package let errors: [YAMLError]

    /// Composes a text. Duplicate keys and their like are collected; a syntax error or a limit ends the reading.
    package init(_ source: SourceText) {
        self.source = source
        guard source.bytes.count <= YAMLLimits.sourceBytesMax else {
            root = nil
            errors = [
                YAMLError(
                    span: SourceSpan(.start),
                    message: "the file has \(source.bytes.count) bytes; \(YAMLLimits.sourceBytesMax) are allowed")
            ]
            return
        }
        guard let reader = EventReader(source) else {
            root = nil
            errors = [YAMLError(span: SourceSpan(.start), message: "out of memory while reading the text")]
            return
        }
        var composer = YAMLComposer(source: source, reader: reader)
        root = composer.composeDocument()
        errors = composer.errors
    }
}

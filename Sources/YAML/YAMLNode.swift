// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A node of a composed document, aliases replaced by what they stand for.
package struct YAMLNode: Sendable {
    /// What a node holds.
    package indirect enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping([YAMLEntry])
    }

    package let content: Content
    /// Where the node is written; for one reached through an alias, where its anchor is.
    package let span: SourceSpan

    package init(content: Content, span: SourceSpan) {
        self.content = content
        self.span = span
    }
}

/// One key of a mapping with its value. Keys of a mapping are scalars and differ from each other.
package struct YAMLEntry: Sendable {
    package let key: YAMLScalar
    package let keySpan: SourceSpan
    package let value: YAMLNode

    package init(key: YAMLScalar, keySpan: SourceSpan, value: YAMLNode) {
        self.key = key
        self.keySpan = keySpan
        self.value = value
    }
}

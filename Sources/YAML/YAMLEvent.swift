// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One event of the parser, its strings copied out of the C library.
struct YAMLEvent {
    /// Anchor and tag of a node, nil where it has none.
    struct Properties {
        let anchor: String?
        let tag: String?
    }

    enum Kind {
        case streamStart, streamEnd, documentStart, documentEnd
        case alias(String)
        case scalar(String, YAMLScalar.Style, Properties)
        case sequenceStart(Properties)
        case mappingStart(Properties)
        case sequenceEnd, mappingEnd
    }

    let kind: Kind
    let span: SourceSpan
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import CYAML

/// libyaml's event parser over a text in memory.
///
/// Owns the C parser and a copy of the bytes that it reads; both are freed with this value, on the thread that used it.
struct EventReader: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let source: SourceText

    /// Fails only where memory has run out.
    init?(_ source: SourceText) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            return nil
        }
        self.source = source
        self.parser = parser
        bytes = .allocate(capacity: max(1, source.bytes.count))
        _ = bytes.initialize(fromContentsOf: source.bytes)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, source.bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        bytes.deallocate()
    }

    /// The next event; after an error or the end of the stream there is none.
    mutating func next() throws(YAMLError) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { yaml_event_delete(&event) }
        let span = SourceSpan(start: Self.position(event.start_mark), end: Self.position(event.end_mark))
        return YAMLEvent(kind: Self.kind(of: event), span: span)
    }

    private static func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_ALIAS_EVENT: return .alias(text(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let value = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return .scalar(
                String(decoding: value, as: UTF8.self), style(scalar.style), properties(scalar.anchor, scalar.tag))
        case YAML_SEQUENCE_START_EVENT:
            return .sequenceStart(properties(event.data.sequence_start.anchor, event.data.sequence_start.tag))
        case YAML_MAPPING_START_EVENT:
            return .mappingStart(properties(event.data.mapping_start.anchor, event.data.mapping_start.tag))
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        case YAML_STREAM_START_EVENT: return .streamStart
        default: return .streamEnd
        }
    }

    private static func style(_ style: yaml_scalar_style_t) -> YAMLScalar.Style {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }

    private static func properties(
        _ anchor: UnsafeMutablePointer<yaml_char_t>?, _ tag: UnsafeMutablePointer<yaml_char_t>?
    ) -> YAMLEvent.Properties {
        YAMLEvent.Properties(anchor: text(anchor), tag: text(tag))
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private static func position(_ mark: yaml_mark_t) -> SourcePosition {
        SourcePosition(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
    }
}

extension EventReader {
    /// The parser's error in our words, at the place that it names.
    private func failure() -> YAMLError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "cannot read the text"
        switch parser.pointee.error {
        case YAML_MEMORY_ERROR:
            return YAMLError(span: SourceSpan(.start), message: "out of memory while reading the text")
        case YAML_READER_ERROR:
            let place = source.position(ofByte: Int(clamping: parser.pointee.problem_offset))
            return YAMLError(
                span: SourceSpan(place),
                message: "the text is not valid UTF-8 or holds a control character: \(problem)",
                hint: "save the file as UTF-8 text")
        default:
            return syntaxError(problem)
        }
    }

    private func syntaxError(_ problem: String) -> YAMLError {
        if problem == "found unexpected end of stream", parser.pointee.context != nil {
            let start = Self.position(parser.pointee.context_mark)
            return YAMLError(span: SourceSpan(start), message: "a quote is opened here and never closed")
        }
        let place = Self.position(parser.pointee.problem_mark)
        let offset = source.byte(at: place)
        if offset < source.bytes.count, source.bytes[offset] == 0x09 {
            return YAMLError(
                span: SourceSpan(place), message: "found a tab where YAML wants spaces", hint: "indent with spaces")
        }
        var message = problem
        if let context = parser.pointee.context.map({ String(cString: $0) }) {
            message = "\(context): \(problem)"
            let line = Int(clamping: parser.pointee.context_mark.line) + 1
            if line != place.line { message = "\(context) that starts in line \(line): \(problem)" }
        }
        return YAMLError(span: SourceSpan(place), message: message, hint: hint(problem, at: offset))
    }

    private func hint(_ problem: String, at offset: Int) -> String? {
        switch problem {
        case "found character that cannot start any token": "put the value into quotes"
        case "mapping values are not allowed in this context": "put a value that holds ': ' into quotes"
        case "did not find expected key", "did not find expected '-' indicator":
            "check the indentation of this line and of the line before"
        default: nil
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Topology

/// Reads the text of a path template from left to right.
struct PathTemplateParser {
    private let bytes: [UInt8]
    private var position = 0
    private var components: [[PathTemplate.Part]] = []
    private var parts: [PathTemplate.Part] = []
    private var literal: [UInt8] = []
    private var componentStart = 0
    private var fields: [PathTemplateDraft.Field] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    mutating func parse() throws(PathTemplateError) -> PathTemplateDraft {
        guard !bytes.isEmpty else { throw failure("the path is empty; write for example 'web/dt={event:%Y-%m-%d}'", 0) }
        guard bytes[0] != 0x2F else { throw failure("the path begins with '/'; it is relative to the root", 0) }
        guard bytes.count <= ArchiveLimits.templateBytesMax else {
            throw failure("the path is longer than \(ArchiveLimits.templateBytesMax) bytes", 0)
        }
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "{"): try placeholder()
            case UInt8(ascii: "}"): throw failure("'}' without '{'", position)
            case UInt8(ascii: "/"): try endComponent(at: position)
            default: try literalByte(bytes[position], at: position)
            }
            position += 1
        }
        try endComponent(at: bytes.count)
        return PathTemplateDraft(
            text: String(decoding: bytes, as: UTF8.self), components: components, fields: fields)
    }

    private mutating func literalByte(_ byte: UInt8, at offset: Int) throws(PathTemplateError) {
        guard byte >= 0x20, byte != 0x7F else {
            throw failure("control character \(byte) in the path", offset)
        }
        literal.append(byte)
    }

    private mutating func endLiteral() {
        guard !literal.isEmpty else { return }
        parts.append(.literal(literal))
        literal = []
    }

    private mutating func endComponent(at end: Int) throws(PathTemplateError) {
        endLiteral()
        let start = componentStart
        guard !parts.isEmpty else {
            throw failure(end == bytes.count ? "the path ends with '/'" : "a directory without a name", start)
        }
        if parts.count == 1, case .literal(let name) = parts[0], name == [0x2E] || name == [0x2E, 0x2E] {
            throw failure("'\(String(decoding: name, as: UTF8.self))' leads out of the path; name a directory", start)
        }
        if components.isEmpty, case .literal(let name) = parts[0] {
            guard name[0] != UInt8(ascii: "_"), !name.starts(with: RootLayout.storeFile.utf8) else {
                throw failure(
                    "names at the top of the root that begin with '_' or '\(RootLayout.storeFile)' are Sluice's own",
                    start)
            }
        }
        var literalBytes = 0
        for case .literal(let name) in parts { literalBytes += name.count }
        guard literalBytes <= ArchiveLimits.componentBytesMax else {
            throw failure("a directory's name is longer than \(ArchiveLimits.componentBytesMax) bytes", start)
        }
        components.append(parts)
        guard components.count <= ArchiveLimits.componentsMax else {
            throw failure("more than \(ArchiveLimits.componentsMax) directories", start)
        }
        parts = []
        componentStart = end + 1
    }

    /// Reads from `{` to the matching `}` and leaves the position there.
    private mutating func placeholder() throws(PathTemplateError) {
        let start = position
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "}")) else {
            throw failure("'{' without '}'", start)
        }
        let body = bytes[(start + 1)..<end]
        let eventPrefix = Array("event:".utf8)
        if body.starts(with: eventPrefix) {
            try timeFormat(body.dropFirst(eventPrefix.count))
        } else {
            endLiteral()
            parts.append(try part(named: body, at: start + 1))
        }
        position = end
    }

    private mutating func part(
        named body: ArraySlice<UInt8>, at offset: Int
    ) throws(PathTemplateError) -> PathTemplate.Part {
        let name = String(decoding: body, as: UTF8.self)
        switch name {
        case "kafka.topic": return .kafkaTopic
        case "kafka.partition": return .kafkaPartition
        case "event": throw failure("'{event}' needs a format, such as '{event:%Y-%m-%d}'", offset)
        case _ where name == "kafka" || name.hasPrefix("kafka."):
            throw failure("'{\(name)}' does not exist; there are '{kafka.topic}' and '{kafka.partition}'", offset)
        default: break
        }
        let path: FieldPath
        do throws(ValueError) {
            path = try FieldPathText.parse(name)
        } catch {
            let hint = error.hint.map { "; \($0)" } ?? ""
            throw failure("the field's name \(error.message)\(hint)", offset)
        }
        if path.names.contains(where: { $0.contains("{") || $0.contains(":") && !name.contains("\"") }) {
            throw failure("a field is written as '{name}' or '{outer.inner}'; only '{event:...}' has a format", offset)
        }
        if let index = fields.firstIndex(where: { $0.path == path }) { return .field(index) }
        fields.append(PathTemplateDraft.Field(path: path, offset: offset, length: body.count))
        return .field(fields.count - 1)
    }

    /// Reads strftime's format. A `/` in it begins a directory, as it would in strftime's result.
    private mutating func timeFormat(_ format: ArraySlice<UInt8>) throws(PathTemplateError) {
        endLiteral()
        var pieces: [PathTemplate.TimePiece] = []
        var hasDirective = false
        var index = format.startIndex
        while index < format.endIndex {
            let byte = format[index]
            if byte == UInt8(ascii: "/") {
                if !pieces.isEmpty { parts.append(.time(pieces)) }
                pieces = []
                try endComponent(at: index)
            } else if byte != UInt8(ascii: "%") {
                guard byte >= 0x20, byte != 0x7F, byte != UInt8(ascii: "{") else {
                    throw failure("a format holds no control characters and no '{'", index)
                }
                pieces.append(.literal([byte]))
            } else {
                guard index + 1 < format.endIndex else { throw failure("'%' at the end of a format", index) }
                let added = try directives(format[index + 1], at: index)
                hasDirective = hasDirective || added.contains { if case .directive = $0 { true } else { false } }
                pieces += added
                index += 1
            }
            index += 1
        }
        guard hasDirective else {
            throw failure("a format needs a directive, such as '{event:%Y-%m-%d}'", format.startIndex)
        }
        if !pieces.isEmpty { parts.append(.time(pieces)) }
    }

    private func directives(_ letter: UInt8, at offset: Int) throws(PathTemplateError) -> [PathTemplate.TimePiece] {
        if let directive = TimeDirective(rawValue: letter) { return [.directive(directive)] }
        switch letter {
        case UInt8(ascii: "%"): return [.literal([letter])]
        case UInt8(ascii: "F"):
            let dash = PathTemplate.TimePiece.literal([0x2D])
            return [.directive(.year), dash, .directive(.month), dash, .directive(.day)]
        default:
            let shown = letter > 0x20 && letter < 0x7F ? "%\(Character(UnicodeScalar(letter)))" : "%"
            throw failure("'\(shown)' is not supported; there are %Y %y %m %d %j %H %M %S %s %F and %%", offset)
        }
    }

    private func failure(_ message: String, _ offset: Int) -> PathTemplateError {
        PathTemplateError(offset: offset, message: message)
    }
}

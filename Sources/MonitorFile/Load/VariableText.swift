// Sluice
// SPDX-License-Identifier: Apache-2.0

import Topology
import YAML

/// The text of a variable as the value of an option: a scalar as it stands, a list in YAML's `[a, b]` or with commas,
/// a table in YAML's `{a: b}`.
struct VariableText {
    private let text: String
    private let line: Int

    /// `line` is the one at which the text begins among all texts.
    init(_ text: String, line: Int) {
        self.text = text
        self.line = line
    }

    /// The text as a value of a type; nil where it cannot be read, which has been reported.
    func node(_ type: OptionType, context: inout MonitorContext) -> YAMLNode? {
        switch type {
        case .texts, .secrets, .choices, .fields: return list()
        case .map, .table: return table(context: &context)
        case .flag, .integer, .number: return scalar(text, at: start, isText: false)
        default: return scalar(text, at: start, isText: true)
        }
    }

    private var start: SourcePosition { SourcePosition(line: line, column: 1) }

    private func scalar(_ text: String, at start: SourcePosition, isText: Bool) -> YAMLNode {
        let value = isText ? CoreValue.string : CoreValue(plain: text)
        let scalar = YAMLScalar(text: text, style: .plain, value: value, raw: text, start: start)
        let end = SourcePosition(line: start.line, column: start.column + max(1, text.unicodeScalars.count))
        return YAMLNode(content: .scalar(scalar), span: SourceSpan(start: start, end: end))
    }

    /// The text read as YAML, its places those of the variable.
    private var document: YAMLDocument {
        YAMLDocument(SourceText(Array(repeating: 0x0A, count: line - 1) + Array(text.utf8)))
    }

    private func list() -> YAMLNode {
        if text.first == "[" {
            let document = document
            if document.errors.isEmpty, let root = document.root, case .sequence = root.content { return root }
        }
        var items: [YAMLNode] = []
        var column = 1
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let blanks = part.prefix { $0 == " " }.unicodeScalars.count
            let item = part.drop { $0 == " " }
            let trimmed = String(item.reversed().drop { $0 == " " }.reversed())
            items.append(scalar(trimmed, at: SourcePosition(line: line, column: column + blanks), isText: true))
            column += part.unicodeScalars.count + 1
        }
        let end = SourcePosition(line: line, column: max(2, column - 1))
        return YAMLNode(content: .sequence(items), span: SourceSpan(start: start, end: end))
    }

    private func table(context: inout MonitorContext) -> YAMLNode? {
        let document = document
        guard document.errors.isEmpty, let root = document.root else {
            let end = SourcePosition(line: line + text.utf8.count { $0 == 0x0A }, column: text.unicodeScalars.count + 1)
            context.conceal(SourceSpan(start: start, end: end))
            context.report(
                "the value is no mapping: \(document.errors.first?.message ?? "it is empty")", at: SourceSpan(start),
                hint: "write {name: value}")
            return nil
        }
        return root
    }
}

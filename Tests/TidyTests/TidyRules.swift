// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The house rules that a program can check. Each gives its findings as `file:line: what is wrong`.
enum TidyRules {
    static let lineColumnsMax = 120
    static let fileLinesMax = 300
    static let functionLinesMax = 70

    /// Files that may be longer, each with its reason.
    static let longFiles: [String: String] = [:]

    static func longLines(_ file: SourceFile) -> [String] {
        // Prose and tables of Markdown are for a reader who wraps.
        guard !file.path.hasSuffix(".md"), !file.path.hasSuffix(".py") else { return [] }
        return file.lines.indices.filter { index in
            let line = file.lines[index]
            return line.count > lineColumnsMax && file.text(of: index).count > lineColumnsMax
        }.map { finding(file, $0, "the line is longer than \(lineColumnsMax) columns") }
    }

    static func longFiles(_ file: SourceFile) -> [String] {
        guard file.isSwift, file.lines.count > fileLinesMax, longFiles[file.path] == nil else { return [] }
        return [finding(file, fileLinesMax, "the file has \(file.lines.count) lines; \(fileLinesMax) are allowed")]
    }

    static func blanks(_ file: SourceFile) -> [String] {
        var findings: [String] = []
        for (index, line) in file.lines.enumerated() {
            if let last = file.bytes[line].last, last == 0x20 || last == 0x09 || last == 0x0D {
                findings.append(finding(file, index, "blanks at the end of the line"))
            }
            if file.isSwift, file.bytes[line].contains(0x09) { findings.append(finding(file, index, "a tab")) }
        }
        if let last = file.bytes.last, last != UInt8(ascii: "\n") {
            findings.append(finding(file, file.lines.count - 1, "no newline at the end of the file"))
        }
        return findings
    }

    static func header(_ file: SourceFile) -> [String] {
        let isProse = [".md", ".modulemap", ".yaml", ".yml"].contains(where: file.path.hasSuffix)
        guard !isProse, !file.lines.isEmpty else { return [] }
        // A script's first line names its interpreter, a manifest's the version of its tools.
        let head = file.lines.indices.prefix(4).map { file.text(of: $0).drop { "/#! ".contains($0) } }
        if head.contains("Sluice"), head.contains("SPDX-License-Identifier: Apache-2.0") { return [] }
        return [finding(file, 0, "no header: 'Sluice' and 'SPDX-License-Identifier: Apache-2.0'")]
    }

    /// Functions, initialisers, subscripts and computed properties, told by the indentation that the formatter keeps.
    static func longFunctions(_ file: SourceFile) -> [String] {
        guard file.isSwift else { return [] }
        var findings: [String] = []
        var open: [(indent: Int, line: Int)] = []
        for index in file.lines.indices {
            let text = file.text(of: index)
            let body = text.drop { $0 == " " }
            let indent = text.count - body.count
            // What is deeper than a closing brace and still open is a requirement of a protocol, without a body.
            if body.hasPrefix("}") { open.removeAll { $0.indent > indent } }
            if body.hasPrefix("}"), let last = open.last, last.indent == indent {
                open.removeLast()
                let length = index - last.line + 1
                if length > functionLinesMax {
                    findings.append(
                        finding(file, last.line, "the function has \(length) lines; \(functionLinesMax) are allowed"))
                }
            } else if beginsFunction(body), !body.hasSuffix("}") {
                open.removeAll { $0.indent >= indent }
                open.append((indent, index))
            }
        }
        return findings
    }

    private static func beginsFunction(_ line: Substring) -> Bool {
        let modifiers: Set<Substring> = [
            "package", "public", "private", "fileprivate", "internal", "static", "mutating", "consuming", "borrowing",
            "override", "final", "nonisolated", "convenience", "required", "isolated", "async", "rethrows",
        ]
        var words = line.split(separator: " ")[...]
        while let word = words.first, modifiers.contains(word) || word.hasPrefix("@") { words = words.dropFirst() }
        guard let word = words.first else { return false }
        if word == "func" || word == "deinit" { return true }
        if ["init(", "init?(", "init<", "subscript(", "subscript<"].contains(where: word.hasPrefix) { return true }
        return word == "var" && line.hasSuffix("{")
    }

    struct Forbidden: Sendable {
        let word: String
        let reason: String
        let applies: @Sendable (SourceFile) -> Bool
    }

    /// Words that must not stand in code; they are put together here so that this file has none of them.
    static let forbidden: [Forbidden] = [
        Forbidden(word: "TO" + "DO", reason: "work left undone belongs into an issue", applies: { _ in true }),
        Forbidden(word: "FIX" + "ME", reason: "work left undone belongs into an issue", applies: { _ in true }),
        Forbidden(word: " pri" + "nt(", reason: "libraries do not write to the terminal", applies: isLibrary),
        Forbidden(word: "try" + "!", reason: "handle the error", applies: isSource),
        Forbidden(word: "fatal" + "Error(", reason: "handle the error, or state a precondition", applies: isSource),
    ]

    private static let isSource: @Sendable (SourceFile) -> Bool = { $0.isSwift && $0.path.hasPrefix("Sources/") }
    private static let isLibrary: @Sendable (SourceFile) -> Bool = { isSource($0) && $0.target != "sluice" }

    static func words(_ file: SourceFile) -> [String] {
        forbidden.filter { $0.applies(file) }.flatMap { rule in
            file.lines(with: rule.word).map { finding(file, $0, "'\(rule.word)': \(rule.reason)") }
        }
    }

    /// Undone work is announced in comments, which `words` does not read.
    static func notes(_ file: SourceFile) -> [String] {
        guard file.isSwift || file.path.hasSuffix(".h") else { return [] }
        return file.lines.indices.filter { index in
            let text = file.text(of: index)
            return text.contains("// TO" + "DO") || text.contains("// FIX" + "ME")
        }.map { finding(file, $0, "work left undone belongs into an issue") }
    }

    static func imports(_ file: SourceFile) -> [String] {
        guard file.isSwift else { return [] }
        let bare: Set = ["Records", "Stages", "Expressions"]
        return file.lines(with: "import Foundation").compactMap { index in
            let module = file.text(of: index).split(separator: " ").last.map(String.init) ?? ""
            if module == "Foundation" { return finding(file, index, "Foundation is never imported (docs/adr)") }
            guard file.path.hasPrefix("Sources/"), bare.contains(file.target) else { return nil }
            return finding(file, index, "the data path imports no \(module) (docs/adr)")
        }
    }

    static func names(_ file: SourceFile) -> [String] {
        guard file.isSwift else { return [] }
        let stem = file.name.dropLast(".swift".count)
        return ["Manager", "Helper", "Helpers", "Util", "Utils", "Utilities"].filter(stem.hasSuffix).map {
            finding(file, 0, "'\($0)' says nothing; name what it is")
        }
    }

    private static func finding(_ file: SourceFile, _ line: Int, _ message: String) -> String {
        "\(file.path):\(line + 1): \(message)"
    }
}

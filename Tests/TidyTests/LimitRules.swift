// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Every limit of a `*Limits.swift` stands in `docs/LIMITS.md` with the value that it has, and nothing else does.
enum LimitRules {
    /// A limit as the code or the page has it.
    struct Limit {
        let name: String
        let place: String
        /// Bytes, seconds or a number; nil where it is written in a way that is not compared.
        let value: Double?
    }

    static let page = "docs/LIMITS.md"

    static func findings(_ repository: Repository) -> [String] {
        let code = repository.sources.filter { $0.name.hasSuffix("Limits.swift") }.flatMap(limits)
        let listed = repository.files.first { $0.path == page }.map(rows) ?? []
        var findings: [String] = []
        for limit in code {
            guard let row = listed.first(where: { $0.name == limit.name }) else {
                findings.append("\(limit.place): '\(limit.name)' has no line in \(page)")
                continue
            }
            if let value = limit.value, let shown = row.value, abs(value - shown) > 1e-9 {
                findings.append("\(row.place): '\(limit.name)' is \(value) in the code, \(shown) here")
            }
        }
        for (index, row) in listed.enumerated() {
            if !code.contains(where: { $0.name == row.name }) {
                findings.append("\(row.place): there is no limit '\(row.name)'")
            }
            if listed[..<index].contains(where: { $0.name == row.name }) {
                findings.append("\(row.place): '\(row.name)' is listed twice")
            }
        }
        return findings
    }

    /// The constants and settings that a file declares, each with the type around it.
    static func limits(_ file: SourceFile) -> [Limit] {
        var type = ""
        return file.lines.indices.compactMap { index in
            let line = file.text(of: index)
            if let declared = line.firstMatch(of: /^(?:package |public )?(?:enum|struct) (\w+)/) {
                type = String(declared.1)
            }
            let pattern = /^    (?:package |public )?(?:static let|var) (\w+)(?:: [^=]+?)?(?: = (.*))?$/
            guard let match = line.firstMatch(of: pattern) else { return nil }
            let scale = match.1.hasSuffix("Ms") ? 1e-3 : 1
            return Limit(
                name: "\(type).\(match.1)", place: "\(file.path):\(index + 1)",
                value: match.2.flatMap { value(ofCode: String($0)) }.map { $0 * scale })
        }
    }

    /// The rows of the page's tables whose first column is a limit.
    static func rows(_ file: SourceFile) -> [Limit] {
        file.lines.indices.compactMap { index in
            guard let match = file.text(of: index).firstMatch(of: /^\| `(\w+\.\w+)` \| ([^|]+) \|/) else { return nil }
            return Limit(
                name: String(match.1), place: "\(file.path):\(index + 1)", value: value(ofText: String(match.2)))
        }
    }

    /// What `1 << 20`, `64 * 1024`, `1_000` or `.seconds(3)` stands for.
    static func value(ofCode text: String) -> Double? {
        if let match = text.wholeMatch(of: /(?:Duration)?\.(milliseconds|seconds)\(([0-9_]+)\)/) {
            return number(match.2).map { match.1 == "seconds" ? $0 : $0 / 1000 }
        }
        guard let match = text.wholeMatch(of: /([0-9_]+)(?: (<<|\*) ([0-9_]+)(?: \* ([0-9_]+))?)?/),
            let first = number(match.1)
        else { return nil }
        guard let sign = match.2, let second = match.3.flatMap(number) else { return first }
        let product = sign == "*" ? first * second : first * Double(1 << Int(second))
        return product * (match.4.flatMap(number) ?? 1)
    }

    /// What `64 MiB`, `1,000 names`, `200 ms` or `30 s` stands for; nil for a range or a share.
    static func value(ofText text: String) -> Double? {
        guard let match = text.wholeMatch(of: /([0-9,]+)(?: (\w+))?/), let count = number(match.1) else { return nil }
        let units: [Substring: Double] = ["KiB": 0x1p10, "MiB": 0x1p20, "GiB": 0x1p30, "ms": 1e-3]
        return count * (match.2.flatMap { units[$0] } ?? 1)
    }

    private static func number(_ text: Substring) -> Double? { Double(text.filter { $0 != "_" && $0 != "," }) }
}

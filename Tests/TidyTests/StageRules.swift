// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What every stage has besides its code: a line in the registry, a test file, a place in an example.
enum StageRules {
    /// A stage's specification as it stands in a source file.
    struct Stage {
        let file: SourceFile
        let line: Int
        /// The name in the registry: `maskKeys`.
        let symbol: String
        /// The name in topology files: `mask_keys`.
        let name: String
    }

    static func stages(_ repository: Repository) -> [Stage] {
        repository.sources.filter { $0.target == "Stages" }.flatMap { file in
            file.lines(with: "= StageSpec(").compactMap { line in
                let text = file.text(of: line)
                guard let symbol = text.firstMatch(of: /static let (\w+)/) else { return nil }
                // The name is the first argument, on the same line or the next one.
                let after = text + (line + 1 < file.lines.count ? file.text(of: line + 1) : "")
                guard let name = after.firstMatch(of: /name: "(\w+)"/) else { return nil }
                return Stage(file: file, line: line, symbol: String(symbol.1), name: String(name.1))
            }
        }
    }

    static func findings(_ repository: Repository) -> [String] {
        stages(repository).flatMap { stage in
            let place = "\(stage.file.path):\(stage.line + 1): stage '\(stage.name)'"
            var findings: [String] = []
            let test = stage.file.name.dropLast(".swift".count) + "Tests.swift"
            if !repository.swift.contains(where: { $0.path.hasPrefix("Tests/StagesTests/") && $0.name == test }) {
                findings.append("\(place) has no test file \(test)")
            }
            let registry = repository.sources.first { $0.path == "Sources/Stages/Stages.swift" }
            if registry?.lines(with: ".\(stage.symbol),").isEmpty ?? true {
                findings.append("\(place) is not in the registry, Sources/Stages/Stages.swift")
            }
            let examples = repository.files.filter { $0.path.hasPrefix("topologies/") }
            if !examples.contains(where: { !$0.lines(with: "- \(stage.name):").isEmpty }) {
                findings.append("\(place) is in no example below topologies/")
            }
            return findings
        }
    }
}

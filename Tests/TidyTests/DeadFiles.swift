// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Finds sources of which nothing is used: no name that the file declares stands in any other file of the product.
///
/// A name that is declared twice hides a dead file, so this finds only some of them; what it finds is dead.
enum DeadFiles {
    static func findings(_ repository: Repository) -> [String] {
        let users = repository.swift.filter { $0.path.hasPrefix("Sources/") || $0.path.hasPrefix("Benchmarks/") }
        var files: [[UInt8]: Int] = [:]
        var words: [[[UInt8]]] = []
        for file in users {
            let all = Self.words(of: file)
            for word in Set(all) { files[word, default: 0] += 1 }
            words.append(all)
        }
        var findings: [String] = []
        for (file, words) in zip(users, words) where file.path.hasPrefix("Sources/") {
            // Tests use all of SluiceTesting, and the entry point is used by the system.
            guard file.target != "SluiceTesting", !words.contains(Array("main".utf8)) else { continue }
            let declared = Self.declared(words)
            if declared.isEmpty {
                findings.append("\(file.path):1: the file declares nothing")
            } else if declared.allSatisfy({ files[$0] ?? 0 < 2 }) {
                let names = declared.prefix(3).map { "'\(String(decoding: $0, as: UTF8.self))'" }
                findings.append("\(file.path):1: nothing uses \(names.joined(separator: ", "))")
            }
        }
        return findings
    }

    /// The identifiers and keywords of a file, without those in comments at the start of a line.
    private static func words(of file: SourceFile) -> [[UInt8]] {
        var words: [[UInt8]] = []
        for line in file.lines {
            let bytes = file.bytes[line]
            guard let first = bytes.firstIndex(where: { $0 != 0x20 }) else { continue }
            if bytes[first...].starts(with: [0x2F, 0x2F]) { continue }
            var start: Int?
            for index in first...line.upperBound {
                let isPart = index < line.upperBound && isPart(file.bytes[index])
                if isPart, start == nil { start = index }
                if !isPart, let begun = start {
                    words.append(Array(file.bytes[begun..<index]))
                    start = nil
                }
            }
        }
        return words
    }

    /// The words after those that declare something; of an initialiser the name of the type that it extends.
    private static func declared(_ words: [[UInt8]]) -> [[UInt8]] {
        let keywords = Set(
            ["struct", "class", "enum", "protocol", "actor", "func", "var", "let", "case", "typealias", "macro"].map {
                Array($0.utf8)
            })
        var names = zip(words, words.dropFirst()).filter { keywords.contains($0.0) && !keywords.contains($0.1) }.map(
            \.1)
        if names.isEmpty {
            let extended = Array("extension".utf8)
            names = zip(words, words.dropFirst()).filter { $0.0 == extended }.map(\.1)
        }
        return names
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
            || byte >= 0x80
    }
}

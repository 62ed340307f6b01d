// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The files of the repository as they are on the disk.
struct Repository: Sendable {
    /// The directory of `Package.swift`.
    let root: String
    let files: [SourceFile]

    static let current = Repository()

    private init() {
        var parts = #filePath.split(separator: "/")
        parts.removeLast(3)
        let root = "/" + parts.joined(separator: "/")
        var files: [SourceFile] = []
        let kinds = [
            ".swift", ".h", ".c", ".cpp", ".modulemap", ".sh", ".py", ".yaml", ".yml", ".md", ".service", ".conf",
        ]
        let others: Set = ["Dockerfile", "setup", "demo", "test", "kafka", "run", "fuzz", "sanitize"]
        for top in ["Sources", "Tests", "Benchmarks", "Fuzzing", "docs", "packaging", "scripts", "topologies", ".ci"] {
            Self.walk(root, top) { path in
                let name = path.split(separator: "/").last.map(String.init) ?? path
                // Golden files and inputs are what they are.
                guard !path.contains("/Golden/"), !path.contains("/.build/"), !path.hasPrefix("Fuzzing/Corpus/") else {
                    return
                }
                guard kinds.contains(where: path.hasSuffix) || others.contains(name) else { return }
                if let bytes = Self.read("\(root)/\(path)") { files.append(SourceFile(path: path, bytes: bytes)) }
            }
        }
        for name in ["Package.swift", "README.md", "CONTRIBUTING.md", "Dockerfile", "docker-compose.yml"] {
            if let bytes = Self.read("\(root)/\(name)") { files.append(SourceFile(path: name, bytes: bytes)) }
        }
        self.root = root
        self.files = files.sorted { $0.path < $1.path }
    }

    init(files: [SourceFile]) {
        root = ""
        self.files = files
    }

    var swift: [SourceFile] { files.filter(\.isSwift) }
    var sources: [SourceFile] { swift.filter { $0.path.hasPrefix("Sources/") } }
    /// Sources of libraries: all but those of the executable.
    var libraries: [SourceFile] { sources.filter { $0.target != "sluice" } }

    private static func walk(_ root: String, _ path: String, _ visit: (String) -> Void) {
        guard let directory = opendir("\(root)/\(path)") else { return }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != "..", name != ".build" else { continue }
            if entry.pointee.d_type == UInt8(DT_DIR) {
                walk(root, "\(path)/\(name)", visit)
            } else if entry.pointee.d_type == UInt8(DT_REG) {
                visit("\(path)/\(name)")
            }
        }
    }

    private static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Topology

/// Files of the package, found from where this file is.
enum PackageFiles {
    static let root: String = {
        var path = #filePath
        for _ in 0..<3 { path = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }
        return path
    }()

    static func read(_ path: String) -> String? {
        guard case .success(let bytes) = FileReading.disk.read("\(root)/\(path)", 8 << 20) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func write(_ text: String, to path: String) {
        guard let file = fopen("\(root)/\(path)", "w") else { return }
        fputs(text, file)
        fclose(file)
    }

    /// Names in a folder, sorted.
    static func names(in folder: String) -> [String] {
        guard let directory = opendir("\(root)/\(folder)") else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    /// Whether golden files are to be written anew.
    static var rewritesGolden: Bool { getenv("SLUICE_REWRITE_GOLDEN") != nil }
}

extension PackageFiles {
    /// Whether a file of the machine can be read.
    static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Programs of others that tests ask for a second opinion; also those that `scripts/setup --test` has fetched.
enum SystemTool {
    static func has(_ name: String) -> Bool { run("command -v \(name) >/dev/null", input: "").status == 0 }

    /// Runs a script by `sh` on an input and gives its output, both streams together, and its exit status.
    static func run(_ script: String, input: String) -> (output: String, status: Int32) {
        var path = Array("/tmp/sluice-lag-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { return ("no temporary file", -1) }
        var rest = Array(input.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        close(descriptor)
        let name = path.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        defer { unlink(name) }
        let tools = "PATH=$PATH:\(PackageFiles.root)/.build/tools/usr/bin:\(PackageFiles.root)/.build/tools/python/bin"
        guard let stream = popen("\(tools)\n{ \(script)\n} <\(name) 2>&1", "r") else { return ("", -1) }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = fread(&buffer, 1, buffer.count, stream)
            if count == 0 { break }
            output += buffer.prefix(count)
        }
        let status = pclose(stream)
        return (String(decoding: output, as: UTF8.self), (status >> 8) & 0xFF)
    }
}

/// Files of the package, found from where this file is.
enum PackageFiles {
    static let root: String = {
        var path = #filePath
        for _ in 0..<4 { path = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }
        return path
    }()

    static func read(_ path: String) -> String? {
        guard let file = fopen("\(root)/\(path)", "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func write(_ text: String, to path: String) {
        guard let file = fopen("\(root)/\(path)", "w") else { return }
        fputs(text, file)
        fclose(file)
    }

    /// Whether golden files are to be written anew.
    static var rewritesGolden: Bool { getenv("SLUICE_REWRITE_GOLDEN") != nil }
}

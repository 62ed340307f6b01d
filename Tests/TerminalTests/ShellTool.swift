// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

@testable import Terminal

/// Programs of the system that tests ask for a second opinion.
enum ShellTool {
    /// Whether a program is on the path.
    static func has(_ name: String) -> Bool { run("command -v \(name) >/dev/null").status == 0 }

    /// Runs a script by `sh` and gives its output, both streams together, and its exit status.
    static func run(_ script: String) -> (output: String, status: Int32) {
        guard let stream = popen("{ \(script)\n} 2>&1", "r") else { return ("", -1) }
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

    /// Calls the body with the path of a file of this text, which is gone afterwards.
    static func withFile<Result>(_ text: String, _ body: (String) -> Result) -> Result {
        var path = Array("/tmp/sluice-terminal-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        precondition(descriptor >= 0, "no temporary file")
        Console(descriptor: descriptor).write(text)
        close(descriptor)
        let name = path.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        defer { unlink(name) }
        return body(name)
    }
}

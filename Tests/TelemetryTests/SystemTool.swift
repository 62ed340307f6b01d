// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Programs of the system that tests ask for a second opinion.
enum SystemTool {
    static func has(_ name: String) -> Bool { run("command -v \(name) >/dev/null", input: "").status == 0 }

    /// Runs a script by `sh` on an input and gives its output, both streams together, and its exit status.
    static func run(_ script: String, input: String) -> (output: String, status: Int32) {
        var path = Array("/tmp/sluice-telemetry-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { return ("no temporary file", -1) }
        let bytes = Array(input.utf8)
        _ = write(descriptor, bytes, bytes.count)
        close(descriptor)
        let name = path.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        defer { unlink(name) }
        guard let stream = popen("{ \(script)\n} <\(name) 2>&1", "r") else { return ("", -1) }
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

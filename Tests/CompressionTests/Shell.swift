// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Tools of the system that judge our files.
enum Shell {
    struct Failure: Error {
        let status: Int32
    }

    /// What a command writes to its standard output.
    static func output(of command: String) throws -> [UInt8] {
        guard let pipe = popen(command, "r") else { throw Failure(status: -1) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        let status = pclose(pipe)
        guard status == 0 else { throw Failure(status: status) }
        return bytes
    }
}

enum TemporaryPath {
    static func unique(_ name: String) -> String {
        "/tmp/sluice-\(getpid())-\(UInt64.random(in: 0 ... .max))-\(name)"
    }
}

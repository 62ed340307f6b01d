// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Platform

extension FileSystem {
    /// Creates a file with these bytes, durable if asked.
    package func create(_ path: String, _ bytes: [UInt8], durable: Bool = true) throws(FileError) {
        let file = try createFile(path, mode: 0o666)
        defer { close(file) }
        let written = bytes.withUnsafeBytes { buffer in
            Result { () throws(FileError) in try write(buffer, to: file, at: 0) }
        }
        try written.get()
        if durable { try synchronize(file) }
    }

    /// A whole file.
    package func contents(_ path: String) throws(FileError) -> [UInt8] {
        let file = try openFile(path)
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while true {
            let offset = Int64(bytes.count)
            let read = part.withUnsafeMutableBytes { buffer in
                Result { () throws(FileError) in try self.read(file, into: buffer, at: offset) }
            }
            let count = try read.get()
            if count == 0 { return bytes }
            bytes += part[..<count]
        }
    }
}

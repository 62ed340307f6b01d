// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Platform

/// Reads whole files for the loader; replaced in tests.
package struct FileReading: Sendable {
    /// Gives the bytes of a file of at most `limit` bytes; one that is longer fails with `EFBIG`.
    package let read: @Sendable (_ path: String, _ limit: Int) -> Result<[UInt8], FileError>

    package init(read: @escaping @Sendable (_ path: String, _ limit: Int) -> Result<[UInt8], FileError>) {
        self.read = read
    }

    /// The machine's own files. A path that is a directory fails with `EISDIR`.
    package static let disk = FileReading { path, limit in
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(FileError(code: errno, operation: "open", path: path)) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { return .failure(FileError(code: errno, operation: "read", path: path)) }
            if count == 0 { return .success(bytes) }
            guard bytes.count + count <= limit else {
                return .failure(FileError(code: EFBIG, operation: "read", path: path))
            }
            bytes += chunk[..<count]
        }
    }

    /// The text of a file that another one names by `${file:...}`, without the line end at its end. A relative path
    /// starts at the directory of the naming one.
    package func text(of path: String, namedIn naming: String) -> Result<String, ValueError> {
        var full = path
        if !path.hasPrefix("/"), let slash = naming.lastIndex(of: "/") { full = naming[...slash] + path }
        switch read(full, TopologyLimits.includedFileBytesMax) {
        case .failure(let error):
            return .failure(ValueError("cannot read file '\(full)': \(FileError.message(of: error.code).lowercased())"))
        case .success(var bytes):
            if bytes.last == 0x0A { bytes.removeLast() }
            if bytes.last == 0x0D { bytes.removeLast() }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return .failure(ValueError("file '\(full)' is not UTF-8 text"))
            }
            return .success(text)
        }
    }
}

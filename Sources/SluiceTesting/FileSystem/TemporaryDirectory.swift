// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A new directory of the machine's file system that goes with this object.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/sluice-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw MemoryErrno(errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)) {
                        String(cString: $0)
                    }
                }
                if name == "." || name == ".." { continue }
                let child = path + "/" + name
                if Int(entry.pointee.d_type) == DT_DIR { remove(child) } else { unlink(child) }
            }
            closedir(directory)
        }
        rmdir(path)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

extension FileError {
    /// The system's text for an error number.
    package static func message(of code: Int32) -> String {
        var text = [CChar](repeating: 0, count: 256)
        return text.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress, strerror_r(code, start, buffer.count) == 0 else {
                return "error \(code)"
            }
            return String(cString: start)
        }
    }
}

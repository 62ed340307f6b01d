// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The standard error of the process as a sink of log lines.
package enum StandardError {
    /// Writes a line in one call, so that lines of several threads do not mix; what the stream refuses is lost.
    @Sendable package static func write(_ line: String) {
        var line = line
        line.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                let written = Glibc.write(2, part.baseAddress, part.count)
                if written <= 0 {
                    guard written < 0, errno == EINTR else { return }
                    continue
                }
                rest = rest.dropFirst(written)
            }
        }
    }
}

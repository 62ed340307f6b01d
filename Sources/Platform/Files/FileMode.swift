// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The modes of what Sluice creates, whatever the umask of its process: its user writes, its group reads, nobody else.
package enum FileMode {
    package static let directory: UInt32 = 0o750
    package static let file: UInt32 = 0o640
    /// Of files that hold records as they came.
    package static let secret: UInt32 = 0o600
}

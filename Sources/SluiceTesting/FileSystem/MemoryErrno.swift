// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The value of `errno` with which a call on a `MemoryDisk` fails.
struct MemoryErrno: Error, Hashable, Sendable {
    let code: Int32

    init(_ code: Int32) {
        self.code = code
    }
}

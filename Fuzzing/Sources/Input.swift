// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

extension UnsafeRawBufferPointer {
    /// The bytes up to the first of a kind, and those behind it; none behind it where there is none.
    func split(at byte: UInt8) -> (head: UnsafeRawBufferPointer, tail: UnsafeRawBufferPointer) {
        guard let place = firstIndex(of: byte) else { return (self, UnsafeRawBufferPointer(rebasing: self[count...])) }
        return (
            UnsafeRawBufferPointer(rebasing: self[..<place]), UnsafeRawBufferPointer(rebasing: self[(place + 1)...])
        )
    }

    /// Whether an input is among the few for which everything is made anew: one in 64, always the same ones. What is
    /// used again has room that an earlier input needed, which may hide an access beyond the end.
    var isSample: Bool {
        var hash: UInt32 = 0x811c_9dc5
        for byte in self { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return hash >> 26 == 0
    }

    /// Whether a byte is there; C looks for it faster than instrumented code does.
    func holds(_ byte: UInt8) -> Bool {
        baseAddress.map { memchr($0, CInt(byte), count) != nil } ?? false
    }
}

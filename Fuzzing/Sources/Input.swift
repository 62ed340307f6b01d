// Sluice
// SPDX-License-Identifier: Apache-2.0

extension UnsafeRawBufferPointer {
    /// The bytes up to the first of a kind, and those behind it; none behind it where there is none.
    func split(at byte: UInt8) -> (head: UnsafeRawBufferPointer, tail: UnsafeRawBufferPointer) {
        guard let place = firstIndex(of: byte) else { return (self, UnsafeRawBufferPointer(rebasing: self[count...])) }
        return (
            UnsafeRawBufferPointer(rebasing: self[..<place]), UnsafeRawBufferPointer(rebasing: self[(place + 1)...])
        )
    }
}

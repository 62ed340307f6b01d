// Sluice
// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
    /// The parts between the places of an ASCII byte, empty ones included. A character that begins with it and goes on
    /// with a combining mark separates, too.
    func parts(separatedBy separator: UInt8) -> [SubSequence] {
        var parts: [SubSequence] = []
        var start = startIndex
        while let place = utf8[start...].firstIndex(of: separator) {
            parts.append(self[start..<place])
            start = utf8.index(after: place)
        }
        parts.append(self[start...])
        return parts
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Cuts text that comes in pieces into lines.
struct LineSplitter {
    private var rest: [UInt8] = []
    private var isSkipping = false
    private let limit: Int
    /// Lines that were longer than the limit and left out.
    private(set) var overlong = 0

    init(limit: Int) {
        self.limit = limit
    }

    /// Gives each line that ends in the piece, without its end.
    ///
    /// - Parameter body: false ends the reading.
    /// - Returns: whether more is wanted.
    mutating func split(_ piece: UnsafeRawBufferPointer, _ body: (RawSpan) -> Bool) -> Bool {
        var start = 0
        while let end = piece[start...].firstIndex(of: 0x0A) {
            let line = UnsafeRawBufferPointer(rebasing: piece[start..<end])
            start = end + 1
            if isSkipping {
                isSkipping = false
                rest = []
                continue
            }
            if rest.isEmpty {
                if !body(line.bytes) { return false }
            } else {
                rest += line
                defer { rest = [] }
                if !body(rest.span.bytes) { return false }
            }
        }
        guard !isSkipping else { return true }
        rest += piece[start...]
        if rest.count > limit {
            rest = []
            isSkipping = true
            overlong += 1
        }
        return true
    }
}

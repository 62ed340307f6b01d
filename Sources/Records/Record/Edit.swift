// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A range of text that is written otherwise than it stands.
struct Edit: BitwiseCopyable {
    enum Action: UInt32 {
        /// Writes the node's value in place of the range.
        case replace = 0
        /// Writes nothing in place of the range.
        case remove = 1
        /// Writes the members added to the node, a container that ends after this position.
        case insert = 2
    }

    /// The bit that tells positions of the scratch text from those of the record's text.
    static let inScratch: UInt32 = 1 << 31

    /// First byte of the range, with `inScratch`: edits are written in this order.
    var start: UInt32
    /// End of the range, without `inScratch`.
    var end: UInt32
    /// Node in the low 24 bits, action above.
    private var subject: UInt32

    init(start: Int, end: Int, isInScratch: Bool, node: Int, action: Action) {
        self.start = UInt32(truncatingIfNeeded: start) | (isInScratch ? Edit.inScratch : 0)
        self.end = UInt32(truncatingIfNeeded: end)
        subject = UInt32(truncatingIfNeeded: node) | action.rawValue << 24
    }

    var node: Int { Int(subject & 0xff_ffff) }
    var action: Action { Action(rawValue: subject >> 24) ?? .replace }
}

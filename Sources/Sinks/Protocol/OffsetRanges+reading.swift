// Sluice
// SPDX-License-Identifier: Apache-2.0

extension OffsetRanges {
    /// Whether a record is not taken in: delivered again, or published by an earlier epoch, whose offsets these are.
    package func passesOver(_ offset: Int64, at position: Int64) -> Bool {
        offset < position || (!isEmpty && range(holding: offset) != nil)
    }

    /// The gaps between a position and a later offset: published ranges, which these are, else offsets without a
    /// record.
    package func gaps(from position: Int64, upTo offset: Int64) -> [GapRange] {
        guard offset > position else { return [] }
        return pieces(of: OffsetRange(first: position, next: offset)).map { piece in
            GapRange(
                first: piece.range.first, next: piece.range.next,
                reason: piece.isInside ? .published : .compactedOrControl)
        }
    }
}

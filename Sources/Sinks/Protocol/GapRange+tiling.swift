// Sluice
// SPDX-License-Identifier: Apache-2.0

extension GapRange {
    /// Lays gaps side by side from the first of them up to the position, without overlap or hole.
    ///
    /// Of two that overlap the earlier in the list counts. Coverage by files wins over every gap, and what lies between
    /// two gaps is covered, too: both become `published`.
    static func tiling(_ gaps: [GapRange], upTo position: Int64, covered: OffsetRanges) -> [GapRange] {
        var taken = covered
        var pieces: [GapRange] = []
        for gap in gaps {
            let range = OffsetRange(first: gap.first, next: min(gap.next, position))
            for piece in taken.pieces(of: range) where !piece.isInside {
                pieces.append(GapRange(first: piece.range.first, next: piece.range.next, reason: gap.reason))
            }
            taken.insert(range)
        }
        pieces.sort { $0.first < $1.first }
        guard var at = pieces.first?.first else { return [] }
        var tiles: [GapRange] = []
        for piece in pieces {
            if piece.first > at { tiles.append(GapRange(first: at, next: piece.first, reason: .published)) }
            tiles.append(piece)
            at = piece.next
        }
        if at < position { tiles.append(GapRange(first: at, next: position, reason: .published)) }
        return tiles
    }
}

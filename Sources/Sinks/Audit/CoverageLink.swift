// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A range that a manifest covers, as a link of a `CoverageChain`.
struct CoverageLink: Comparable {
    var range: OffsetRange
    let isJump: Bool
    let generation: Generation
    /// The root of the slot that the epoch follows; nil where its manifest does not say.
    var comesFrom: RootID?

    /// What an epoch covers itself: where it passed over what others had published, after a rewind to before a gap,
    /// those others do. A jump stays whole: it may overlap anything.
    func without(_ gaps: [GapRange]) -> [CoverageLink] {
        let published = OffsetRanges(
            gaps.lazy.filter { $0.reason == .published }.map { OffsetRange(first: $0.first, next: $0.next) })
        if isJump || published.isEmpty { return [self] }
        return published.pieces(of: range).filter { !$0.isInside }.map { piece in
            var link = self
            link.range = piece.range
            return link
        }
    }

    static func < (left: CoverageLink, right: CoverageLink) -> Bool {
        (left.range.first, left.range.next) < (right.range.first, right.range.next)
    }
}

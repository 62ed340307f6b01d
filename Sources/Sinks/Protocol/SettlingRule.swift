// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The settling table of the design's section 4, a case per line, in its order: the first line that fits decides.
package enum SettlingRule: String, Sendable, CaseIterable {
    /// Is in `_manifests/`.
    case published
    /// Has one of its final names linked: such names exist only after a known commit.
    case linked
    /// Is named by the metadata or their chain.
    case named
    /// Metadata of a newer program: not in the table, since only that program can read them.
    case newerMetadata
    /// Metadata prove nothing and the partition is not ours: its owner decides.
    case notOwner
    /// Is a jump: it holds no data, and the committed or published position says whether it happened.
    case jump
    /// Metadata prove nothing, and it begins at or after the committed position: its offsets are read again.
    case readAgain
    /// Metadata prove nothing, otherwise.
    case unproven
    /// Is of another incarnation than the metadata.
    case otherIncarnation
    /// Begins before the chain's origin.
    case beforeOrigin
    /// Ends where the full chain no longer reaches.
    case beyondChain
    /// Was not committed.
    case notCommitted

    /// The first rule that fits, with its verdict. Rules in `disabled` are passed over (the mutation check of the
    /// simulation); the last rule always fits.
    package static func decide(
        _ manifest: Manifest, _ facts: SettlingFacts, disabled: Set<SettlingRule> = []
    ) -> SettlingDecision {
        let reading = facts.committed?.reading
        for rule in allCases where !disabled.contains(rule) {
            if let verdict = rule.verdict(manifest, facts, reading) {
                return SettlingDecision(rule: rule, verdict: verdict)
            }
        }
        return SettlingDecision(rule: .notCommitted, verdict: .rollBack)
    }

    private func verdict(
        _ manifest: Manifest, _ facts: SettlingFacts, _ reading: MetadataReading?
    ) -> SettlingVerdict? {
        let proof = reading?.proof
        switch self {
        case .published: return facts.isPublished ? .unlinkPending : nil
        case .linked: return facts.isLinked ? .rollForward : nil
        case .named: return Self.isNamed(manifest.id, by: reading) ? .rollForward : nil
        case .newerMetadata:
            if case .newer? = reading { return .refuse }
            return nil
        case .notOwner: return proof == nil && !facts.isOwner ? .handOver : nil
        case .jump:
            guard manifest.isJump else { return nil }
            // A rewind that begins another generation jumps back: the position says nothing of it without its metadata.
            let isForward = manifest.generation == .first || proof?.generation == manifest.generation
            let position = isForward ? facts.committed?.offset : nil
            // What was published behind it shows as well that it happened, even where the group has lost its offset.
            return max(position ?? -1, facts.publishedEnd ?? -1) >= manifest.next ? .rollForward : .dropJump
        case .readAgain:
            guard proof == nil, let committed = facts.committed else { return nil }
            return committed.offset <= manifest.first ? .rollBack : nil
        case .unproven:
            guard proof == nil else { return nil }
            // Every chain begins with a jump: what follows nothing that is published follows one that was dropped.
            let isContiguous = facts.publishedEnd == manifest.first
            return facts.committed == nil && facts.isOnlyRoot && isContiguous ? .rollForward : .setAside
        case .otherIncarnation: return proof.flatMap { $0.incarnation != manifest.incarnation ? .setAside : nil }
        case .beforeOrigin: return proof.flatMap { manifest.first < $0.origin ? .setAside : nil }
        case .beyondChain:
            guard let chain = proof?.chain, chain.count >= facts.chainMax,
                let oldest = chain.map(\.last).min()
            else { return nil }
            return manifest.next - 1 <= oldest ? .setAside : nil
        case .notCommitted: return .rollBack
        }
    }

    private static func isNamed(_ id: EpochID, by reading: MetadataReading?) -> Bool {
        switch reading {
        case .ours(let metadata), .stale(let metadata): metadata.names(id)
        case .empty, .foreign, .newer, nil: false
        }
    }
}

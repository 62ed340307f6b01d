// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The rules "at every assignment" of the design's section 4, for one root with several slots.
package struct StartDecision {
    private let facts: StartFacts
    private let proof: CommitMetadata?
    private let coverage: IncarnationCoverage?
    private let incarnation: Incarnation?
    /// The generation that the group or the root was in last.
    private let generation: Generation
    /// Gaps found so far; of two that overlap the one found first counts.
    private var gaps: [GapRange] = []
    private var reports: [StartReport] = []
    private var isRewound = false

    /// The record to re-read before deciding: the one that the metadata name or the last published one of the
    /// incarnation, whichever is later: after a rewind what is published is skipped, so the log has to be the same up
    /// to there. Nil where nothing can be verified.
    package static func recordToVerify(
        committed: CommittedPosition?, coverage: PartitionCoverage
    ) -> RecordIdentity? {
        let proof = committed?.proof
        let published = coverage.present(proof).flatMap { coverage.incarnations[$0]?.lastRecord }
        guard let record = proof?.lastRecord else { return published }
        guard let published, published.offset > record.offset else { return record }
        return published
    }

    /// Decides where and as what to go on with a partition.
    package static func decide(_ facts: StartFacts) -> StartOutcome {
        precondition(facts.logStart >= 0 && facts.logEnd >= facts.logStart, "a log that ends before it starts")
        if case .newer(let version)? = facts.committed?.reading { return .refuse(version: version) }
        var decision = StartDecision(facts)
        let blocking = decision.blocking
        return blocking.isEmpty ? .start(decision.plan()) : .wait(blocking)
    }

    private init(_ facts: StartFacts) {
        self.facts = facts
        proof = facts.committed?.proof
        incarnation = facts.coverage.present(proof)
        coverage = incarnation.flatMap { facts.coverage.incarnations[$0] }
        generation = [proof?.generation, coverage?.newest].compactMap { $0 }.max() ?? .first
    }

    /// The position up to which the root has what a rewind is measured by: what anything has published where nothing
    /// is to be archived twice, else what the present generation has.
    private var publishedEnd: Int64? {
        facts.onRewind == .skip ? coverage?.end : coverage?.generations[generation]?.end
    }

    /// Own epochs always come first. Epochs that others hold may be what an unproven position has to follow.
    private var blocking: [PendingEpoch] {
        facts.pending.filter { $0.place == .own || proof == nil }
    }

    private mutating func plan() -> StartPlan {
        if let reason = renewal { return renewed(because: reason) }
        let position = known()
        if position > facts.logEnd { return renewed(because: .positionBeyondEnd) }
        return continued(at: position)
    }

    /// The reason to take the partition for another one than the root or the metadata know, before positions count.
    private var renewal: NewIncarnationReason? {
        switch facts.verification {
        case .different: return .recordDiffers
        case .beyondEnd: return .logEndsBefore
        case .nothingToVerify, .same, .unreadable, .belowLogStart: break
        }
        if facts.committed == nil, facts.isKnownToRoot, facts.verification != .same { return .nothingProved }
        if let proof, facts.logStart < proof.logStart { return .logStartFell }
        return nil
    }

    /// The position that the group or the root gives, with what it means against the published end.
    private mutating func known() -> Int64 {
        guard let committed = facts.committed else {
            guard facts.isKnownToRoot else {
                let position = facts.start == .earliest ? facts.logStart : facts.logEnd
                reports.append(.firstStart(position: position, facts.start))
                return position
            }
            let position = publishedEnd ?? facts.logStart
            reports.append(.groupOffsetLost(position: position))
            return position
        }
        if proof == nil { reports.append(.metadataNotOurs) }
        if let end = publishedEnd, committed.offset < end {
            // Also beside metadata of ours: who restores the group's offsets brings an older commit back whole.
            isRewound = true
            reports.append(.rewound(committed: committed.offset, published: end, facts.onRewind))
        } else if proof == nil, facts.isKnownToRoot, committed.offset > publishedEnd ?? 0 {
            let range = OffsetRange(first: publishedEnd ?? 0, next: committed.offset)
            gaps.append(GapRange(first: range.first, next: range.next, reason: .skippedByOperator))
            reports.append(.skippedByOperator(range))
        }
        return committed.offset
    }

    private mutating func renewed(because reason: NewIncarnationReason) -> StartPlan {
        reports = [.newIncarnation(reason, logStart: facts.logStart)]
        gaps = []
        if facts.logStart > 0 { gaps.append(GapRange(first: 0, next: facts.logStart, reason: .newIncarnation)) }
        let known = [facts.coverage.newest, proof?.incarnation].compactMap { $0 }.max { $0.life < $1.life }
        let fresh = Incarnation(after: known, bits: facts.randomBits)
        return finish(
            position: facts.logStart, incarnation: fresh, generation: .first, covered: OffsetRanges(), previous: nil)
    }

    private mutating func continued(at known: Int64) -> StartPlan {
        var position = known
        if position < facts.logStart {
            let range = OffsetRange(first: position, next: facts.logStart)
            gaps.append(GapRange(first: range.first, next: range.next, reason: .lostByRetention))
            if coverage?.ranges.covers(range) != true { reports.append(.lostByRetention(range)) }
            position = facts.logStart
        }
        let ranges = coverage?.ranges ?? OffsetRanges()
        if facts.onRewind == .skip, let held = ranges.range(holding: position) { position = held.next }
        if facts.onRewind == .supersede, let holder = facts.holder, holder.contains(position) {
            position = superseded(holder, at: position)
        }
        if proof == nil, coverage == nil, position > 0 {
            let reason: GapReason = facts.isKnownToRoot ? .skippedByOperator : .beforeStart
            gaps.append(GapRange(first: 0, next: position, reason: reason))
        }
        let begins = isRewound && facts.onRewind != .skip
        return finish(
            position: position, incarnation: incarnation ?? Incarnation(after: nil, bits: facts.randomBits),
            generation: begins ? generation.following(supersedes: facts.onRewind == .supersede) : generation,
            covered: ranges, previous: proof)
    }

    /// Where superseding begins or goes on: an epoch goes only when all of it has been read again. A rewind begins with
    /// the epoch that holds the position. What is left of an epoch stays unread where this generation does not have the
    /// rest of it: the log has lost its beginning, or another root has read it.
    private mutating func superseded(_ holder: OffsetRange, at position: Int64) -> Int64 {
        if isRewound, holder.first >= facts.logStart { return holder.first }
        if !isRewound {
            let begun = OffsetRange(first: holder.first, next: position)
            let isWhole = begun.first == begun.next || coverage?.generations[generation]?.ranges.covers(begun) == true
            if !generation.supersedes || isWhole { return position }
        }
        reports.append(.keptWhole(holder))
        return holder.next
    }

    private func finish(
        position: Int64, incarnation: Incarnation, generation: Generation, covered: OffsetRanges,
        previous: CommitMetadata?
    ) -> StartPlan {
        let isProved =
            previous.map {
                $0.position == position && $0.incarnation == incarnation && $0.generation == generation
            } ?? false
        let ahead = facts.onRewind == .skip ? covered.ranges.filter { $0.next > position } : []
        let readable = position > facts.logStart && position <= facts.logEnd
        let jump = JumpPlan(
            gaps: GapRange.tiling(gaps, upTo: position, covered: covered),
            identityOffset: readable ? position - 1 : nil)
        return StartPlan(
            position: position, incarnation: incarnation, generation: generation, jump: isProved ? nil : jump,
            covered: OffsetRanges(ahead), origin: min(previous?.origin ?? position, position), previous: previous,
            logStart: facts.logStart, reports: reports)
    }
}

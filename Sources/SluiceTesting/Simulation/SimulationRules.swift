// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
package import Sinks

/// Which rules hold in a simulation: all of them, but for the mutation check.
package struct SimulationRules: Sendable {
    /// Rules of the settling table that are passed over.
    package let disabled: Set<SettlingRule>
    private let off: Set<SwitchedRule>
    private let isWhole: Bool

    package init(off: Set<SwitchedRule> = [], disabled: Set<SettlingRule> = []) {
        self.off = off
        self.disabled = disabled
        isWhole = off.isEmpty
    }

    func isOff(_ rule: SwitchedRule) -> Bool { !isWhole && off.contains(rule) }

    /// The file system of a process, which leaves out what is switched off.
    func fileSystem(over system: MemoryFileSystem) -> any FileSystem {
        let rules: Set<SwitchedRule> = [
            .sealFiles, .sealDirectory, .failedSync, .link, .publishDirectories, .slotLock, .unlinkLast, .moveAtOnce,
            .coverAside,
        ]
        return off.isDisjoint(with: rules) ? system : CarelessFileSystem(system: system, rules: self)
    }

    func verdict(_ verdict: SettlingVerdict) -> SettlingVerdict {
        switch verdict {
        case .rollBack where isOff(.rollBack): .rollForward
        case .rollForward where isOff(.rollForward): .rollBack
        case .setAside where isOff(.setAside): .rollBack
        default: verdict
        }
    }

    func facts(_ facts: StartFacts) -> StartFacts {
        if isWhole { return facts }
        var facts = facts
        if isOff(.drawnIncarnation) { facts.randomBits = 0 }
        if isOff(.aboveEnd), let offset = facts.committed?.offset, offset > facts.logEnd {
            facts.logEnd = offset
            if facts.verification == .beyondEnd { facts.verification = .unreadable }
        }
        if isOff(.verify) { facts.verification = .nothingToVerify }
        if isOff(.waitForOthers) { facts.pending.removeAll { $0.place != .own } }
        if isOff(.rootKnows), facts.committed == nil {
            (facts.coverage, facts.pending, facts.hasUndecided) = (PartitionCoverage(), [], false)
        }
        for incarnation in facts.coverage.incarnations.keys {
            guard var life = facts.coverage.incarnations[incarnation] else { continue }
            if isOff(.skipPublished) { life.ranges = OffsetRanges() }
            if isOff(.skipExactly), let first = life.ranges.ranges.first, let last = life.ranges.ranges.last {
                life.ranges = OffsetRanges([OffsetRange(first: first.first, next: last.next)])
            }
            facts.coverage.incarnations[incarnation] = life
        }
        return facts
    }

    /// A jump that does not count what it passes over.
    func jump(_ manifest: Manifest) -> Manifest {
        let reasons: [GapReason] =
            (isOff(.skippedGap) ? [.skippedByOperator] : []) + (isOff(.retentionGap) ? [.lostByRetention] : [])
        guard manifest.gaps.contains(where: { reasons.contains($0.reason) }) else { return manifest }
        var manifest = manifest
        (manifest.gaps, manifest.first, manifest.last) = ([], manifest.next, manifest.next - 1)
        return manifest
    }

    func metadata(_ metadata: CommitMetadata) -> CommitMetadata {
        if isWhole { return metadata }
        var chain = isOff(.chain) ? [] : metadata.chain
        if isOff(.chainOfSlots) {
            var roots: Set<RootID> = [metadata.slot.root]
            chain.removeAll { !roots.insert($0.slot.root).inserted }
        }
        return CommitMetadata(
            slot: metadata.slot, manifest: metadata.manifest, incarnation: metadata.incarnation,
            generation: isOff(.generation) ? .first : metadata.generation, position: metadata.position,
            lastRecord: isOff(.lastRecord) ? nil : metadata.lastRecord,
            logStart: isOff(.logStart) ? 0 : metadata.logStart, origin: isOff(.origin) ? 0 : metadata.origin,
            chain: chain)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import Testing

/// The settling table, a case per situation: design, section 4.
struct SettlingRuleTests {
    struct Situation: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var manifest = Sample.epoch(1, 10, 20)
        var committed: CommittedPosition?
        var isPublished = false
        var isLinked = false
        var isOwner = true
        var isOnlyRoot = true
        var publishedEnd: Int64?
        let rule: SettlingRule
        let verdict: SettlingVerdict
    }

    private static let rewinding: Manifest = {
        var manifest = Sample.jump(1, 20, 20)
        manifest.generation = Generation.first.following(supersedes: true)
        return manifest
    }()
    private static let other = Sample.incarnation(1, bits: 99)
    private static let fullChain = (0..<16).map {
        ChainEntry(slot: Sample.slot($0 + 1), manifest: Sample.id(100 + $0), last: Int64(30 + $0))
    }
    private static let shortChain = Array(fullChain.dropLast())

    private static func ours(
        _ number: Int, _ position: Int64, origin: Int64 = 0, chain: [ChainEntry] = [],
        incarnation: Incarnation = Sample.incarnation(1)
    ) -> CommittedPosition {
        Sample.committed(
            Sample.metadata(number, position: position, incarnation: incarnation, origin: origin, chain: chain))
    }

    private static func stale(_ number: Int, _ offset: Int64) -> CommittedPosition {
        CommittedPosition(offset: offset, metadata: Sample.metadata(number, position: offset + 1).encode())
    }

    private static func foreign(_ offset: Int64) -> CommittedPosition {
        CommittedPosition(offset: offset, metadata: "someone else")
    }

    private static func empty(_ offset: Int64) -> CommittedPosition { CommittedPosition(offset: offset, metadata: "") }

    static let evident = [
        Situation(
            testDescription: "published, whatever the metadata say", committed: ours(9, 5), isPublished: true,
            rule: .published, verdict: .unlinkPending),
        Situation(
            testDescription: "published and not ours", isPublished: true, isOwner: false, rule: .published,
            verdict: .unlinkPending),
        Situation(
            testDescription: "linked, whatever the metadata say", committed: empty(0), isLinked: true, rule: .linked,
            verdict: .rollForward),
        Situation(
            testDescription: "linked, of another incarnation, not ours", committed: ours(9, 5, incarnation: other),
            isLinked: true, isOwner: false, rule: .linked, verdict: .rollForward),
        Situation(testDescription: "named", committed: ours(1, 20), rule: .named, verdict: .rollForward),
        Situation(
            testDescription: "named, not ours", committed: ours(1, 20), isOwner: false, rule: .named,
            verdict: .rollForward),
        Situation(
            testDescription: "named by the chain",
            committed: ours(
                9, 40, chain: [ChainEntry(slot: Sample.slot(2), manifest: Sample.id(1), last: 19)]), rule: .named,
            verdict: .rollForward),
        Situation(
            testDescription: "named beside another offset", committed: stale(1, 5), rule: .named,
            verdict: .rollForward),
        Situation(
            testDescription: "a jump that is named", manifest: Sample.jump(1, 10, 20), committed: ours(1, 20),
            rule: .named, verdict: .rollForward),
        Situation(
            testDescription: "metadata of a newer program",
            committed: CommittedPosition(offset: 20, metadata: "sluice/7;"), rule: .newerMetadata, verdict: .refuse),
    ]

    static let unproven = [
        Situation(testDescription: "no offset, not ours", isOwner: false, rule: .notOwner, verdict: .handOver),
        Situation(
            testDescription: "empty metadata, not ours", committed: empty(5), isOwner: false, rule: .notOwner,
            verdict: .handOver),
        Situation(
            testDescription: "a jump, foreign metadata, not ours", manifest: Sample.jump(1, 10, 20),
            committed: foreign(50), isOwner: false, rule: .notOwner, verdict: .handOver),
        Situation(
            testDescription: "stale metadata, not ours", committed: stale(9, 5), isOwner: false, rule: .notOwner,
            verdict: .handOver),
        Situation(
            testDescription: "a jump, committed at its end", manifest: Sample.jump(1, 10, 20), committed: empty(20),
            rule: .jump, verdict: .rollForward),
        Situation(
            testDescription: "a jump, committed past its end", manifest: Sample.jump(1, 10, 20), committed: ours(9, 25),
            rule: .jump, verdict: .rollForward),
        Situation(
            testDescription: "a jump, committed before its end", manifest: Sample.jump(1, 10, 20),
            committed: ours(9, 19), rule: .jump, verdict: .dropJump),
        Situation(
            testDescription: "a jump that was read on behind, no offset", manifest: Sample.jump(1, 10, 20),
            publishedEnd: 25, rule: .jump, verdict: .rollForward),
        Situation(
            testDescription: "a jump back that another generation begins", manifest: rewinding, committed: stale(9, 25),
            rule: .jump, verdict: .dropJump),
        Situation(
            testDescription: "a jump back, read on behind", manifest: rewinding, committed: stale(9, 25),
            publishedEnd: 21, rule: .jump, verdict: .rollForward),
        Situation(
            testDescription: "a jump without a committed offset", manifest: Sample.jump(1, 10, 20), rule: .jump,
            verdict: .dropJump),
        Situation(
            testDescription: "empty metadata, begins at the position", committed: empty(10), rule: .readAgain,
            verdict: .rollBack),
        Situation(
            testDescription: "foreign metadata, begins after the position", committed: foreign(3), rule: .readAgain,
            verdict: .rollBack),
        Situation(
            testDescription: "stale metadata, begins at the position", committed: stale(9, 10), rule: .readAgain,
            verdict: .rollBack),
        Situation(
            testDescription: "empty metadata, begins before the position", committed: empty(11), rule: .unproven,
            verdict: .setAside),
        Situation(
            testDescription: "stale metadata, begins before the position", committed: stale(9, 15), rule: .unproven,
            verdict: .setAside),
        Situation(
            testDescription: "no offset, contiguous, only root", publishedEnd: 10, rule: .unproven,
            verdict: .rollForward),
        Situation(
            testDescription: "no offset, nothing published, only root", rule: .unproven, verdict: .setAside),
        Situation(
            testDescription: "no offset, a hole before it", publishedEnd: 9, rule: .unproven, verdict: .setAside),
        Situation(
            testDescription: "no offset, overlaps what is published", publishedEnd: 15, rule: .unproven,
            verdict: .setAside),
        Situation(
            testDescription: "no offset, several roots", isOnlyRoot: false, publishedEnd: 10, rule: .unproven,
            verdict: .setAside),
    ]

    static let judged = [
        Situation(
            testDescription: "another incarnation", committed: ours(9, 5, incarnation: other), rule: .otherIncarnation,
            verdict: .setAside),
        Situation(
            testDescription: "before the origin", committed: ours(9, 30, origin: 11), rule: .beforeOrigin,
            verdict: .setAside),
        Situation(
            testDescription: "at the origin", committed: ours(9, 30, origin: 10), rule: .notCommitted,
            verdict: .rollBack),
        Situation(
            testDescription: "older than a full chain", committed: ours(9, 60, chain: fullChain), rule: .beyondChain,
            verdict: .setAside),
        Situation(
            testDescription: "as old as a full chain's oldest", manifest: Sample.epoch(1, 25, 31),
            committed: ours(9, 60, chain: fullChain), rule: .beyondChain, verdict: .setAside),
        Situation(
            testDescription: "younger than a full chain's oldest", manifest: Sample.epoch(1, 25, 32),
            committed: ours(9, 60, chain: fullChain), rule: .notCommitted, verdict: .rollBack),
        Situation(
            testDescription: "older than a chain that is not full", committed: ours(9, 60, chain: shortChain),
            rule: .notCommitted, verdict: .rollBack),
        Situation(
            testDescription: "not named, ours", committed: ours(9, 30), rule: .notCommitted, verdict: .rollBack),
        Situation(
            testDescription: "not named, not ours", committed: ours(9, 30), isOwner: false, rule: .notCommitted,
            verdict: .rollBack),
        Situation(
            testDescription: "beyond the committed position", committed: ours(9, 5), rule: .notCommitted,
            verdict: .rollBack),
    ]

    @Test(arguments: evident + unproven + judged) func theFirstLineThatFitsDecides(situation: Situation) {
        let facts = SettlingFacts(
            isPublished: situation.isPublished, isLinked: situation.isLinked, committed: situation.committed,
            isOwner: situation.isOwner, isOnlyRoot: situation.isOnlyRoot, publishedEnd: situation.publishedEnd)
        let decision = SettlingRule.decide(situation.manifest, facts)
        #expect(decision == SettlingDecision(rule: situation.rule, verdict: situation.verdict))
    }

    @Test func everyLineHasASituation() {
        let covered = Set((Self.evident + Self.unproven + Self.judged).map(\.rule))
        #expect(covered == Set(SettlingRule.allCases))
    }

    @Test func aDisabledLineIsPassedOver() {
        let facts = SettlingFacts(
            isPublished: false, isLinked: false, committed: Self.ours(1, 20), isOwner: true, isOnlyRoot: true,
            publishedEnd: nil)
        let decision = SettlingRule.decide(Sample.epoch(1, 10, 20), facts, disabled: [.named])
        #expect(decision.verdict == .rollBack)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import SluiceTesting
import Testing

@testable import Runtime

/// Drives a machine as an owner does whose broker and writer answer when and what they like, and holds every action
/// against what may be asked for at that moment.
struct MachineWalk {
    private var machine = PartitionMachine(limits: Epochs.limits)
    private var random: SeededGenerator
    private var now = 0
    private(set) var breaches: [String] = []
    private var events: [MachineEvent] = []

    // What the world has been asked for and has not answered.
    private var questions: [MachineEvent] = []
    private var sealsAsked = 0
    private var lastSealed = 0
    private var commitAsked: Int?
    private var publishAsked: Int?

    // What has happened.
    private var sealed: [Int] = []
    private var committed: Set<Int> = []
    private var published: Set<Int> = []
    private var orphaned: Set<Int> = []
    private var isSettled = false
    private var isDecided = false
    private var isOpen = false
    private var isLost = false
    private(set) var isReleased = false
    private(set) var rejoins = 0
    var publishedCount: Int { published.count }
    var isEnded: Bool { machine.phase == .ended }
    var isReading: Bool { machine.phase == .reading }

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        give(.assigned)
    }

    /// One random event that may happen now.
    ///
    /// - Parameters:
    ///   - calm: nothing goes wrong.
    ///   - still: no time passes.
    mutating func step(calm: Bool, still: Bool = false) {
        now += !still && random.chance(of: 10) ? random.below(12) : 0
        var choices: [MachineEvent] = questions + [.tick(now)]
        if sealsAsked > 0 { choices += [.sealed(lastSealed + 1, at: now)] }
        if commitAsked != nil { choices += [.committed(.done, at: now), .committed(.later, at: now)] }
        if let publishAsked { choices += [.published(publishAsked, at: now)] }
        if machine.takesRecords { choices += isOpen ? [.close] : [.opened, .opened] }
        if !calm, random.chance(of: 12) {
            choices = [.lost, .dropped, .revoked(at: now)]
            if sealsAsked > 0 { choices += [.sealFailed, .logChanged] }
            if commitAsked != nil { choices += [.committed(.unknown, at: now), .committed(.refused, at: now)] }
        }
        give(choices[random.below(choices.count)])
    }

    /// Revokes and lets everything be answered: must end in an orderly release.
    mutating func drainWithAnswers() {
        give(.revoked(at: now))
        for _ in 0..<100 where !isEnded {
            if let question = questions.first {
                give(question)
            } else if sealsAsked > 0 {
                give(.sealed(lastSealed + 1, at: now))
            } else if commitAsked != nil {
                give(.committed(.done, at: now))
            } else if let publishAsked {
                give(.published(publishAsked, at: now))
            } else {
                now += 1
                give(.tick(now))
            }
        }
    }

    /// Revokes and lets nothing be answered but by time.
    mutating func drainInSilence() {
        give(.revoked(at: now))
        for _ in 0..<100 where !isEnded {
            now += 1
            give(.tick(now))
        }
    }

    /// What must hold at the end.
    mutating func judgeEnd() {
        require(isEnded, "the walk ends the machine")
        require(isReleased || rejoins > 0 || isLost || events.contains(.dropped), "every end is told")
        for epoch in sealed {
            let ends = [published.contains(epoch), orphaned.contains(epoch)].filter { $0 }.count
            let isUnderWay = publishAsked == epoch
            require(ends == 1 || (ends == 0 && isUnderWay), "epoch \(epoch) ends once: \(ends)")
        }
        require(!isOpen, "no epoch stays open")
    }

    private mutating func give(_ event: MachineEvent) {
        let wasEnded = isEnded
        events.append(event)
        note(event)
        let actions = event.happen(to: &machine)
        if wasEnded { require(actions.isEmpty, "asks for nothing after its end") }
        for action in actions { check(action, after: event) }
        if case .committed(.unknown, _) = event, !wasEnded {
            require(actions.contains(.rejoin(.commitUnknown)), "an unknown outcome leads to a rejoin")
        }
        if isEnded { isOpen = false }
    }

    private mutating func note(_ event: MachineEvent) {
        if questions.contains(event) { questions = [] }
        switch event {
        case .settled, .settledVerifying: isSettled = true
        case .decided, .jumps, .jumpsNaming: isDecided = true
        case .mustWait: isSettled = false
        case .opened: isOpen = true
        case .sealed(let number, _):
            sealsAsked -= 1
            lastSealed = number
            if !isEnded { sealed.append(number) }
        case .sealFailed: sealsAsked -= 1
        case .committed(let outcome, _):
            if let epoch = commitAsked, outcome == .done { committed.insert(epoch) }
            commitAsked = nil
        case .published(let number, _):
            published.insert(number)
            publishAsked = nil
        case .lost: isLost = true
        default: break
        }
    }

    private mutating func check(_ action: PartitionMachine.Action, after event: MachineEvent) {
        switch action {
        case .askBroker: questions = [.brokerAnswered]
        case .settle: questions = [.settled, .settledVerifying(Int64(random.below(9)))]
        case .readRecord: questions = isDecided && machine.phase == .identifying ? [.identified] : [.verified]
        case .decide: questions = [.decided(3), .jumps(to: 5), .jumpsNaming(4, to: 5), .mustWait(at: now)]
        case .sealJump: sealsAsked += 1
        case .read:
            require(isSettled && isDecided, "nothing is read before it is settled and decided")
            require(!isLost, "nothing is read after a loss")
        case .seal:
            require(isOpen, "only an open epoch is sealed")
            isOpen = false
            sealsAsked += 1
        case .commit(let epoch): check(commit: epoch)
        case .publish(let epoch):
            let number = sealed.first { Epochs.id($0) == epoch.id }
            require(number.map(committed.contains) ?? false, "only what is committed is published")
            publishAsked = number
        case .abandonOpen:
            require(isOpen, "only an open epoch is abandoned")
            isOpen = false
        case .orphan(let epoch):
            guard let number = sealed.first(where: { Epochs.id($0) == epoch.id }) else {
                return require(false, "only a sealed epoch is orphaned")
            }
            require(!published.contains(number), "a published epoch is not orphaned")
            require(orphaned.insert(number).inserted, "an epoch is orphaned once")
        case .release, .beginAgain:
            let isSettledNext = action == .beginAgain
            require(!isSettledNext || commitAsked == nil, "a commit on its way is fenced before anything is settled")
            require(!isReleased, "a partition is released once")
            isReleased = true
        case .rejoin: rejoins += 1
        case .waitForSlot: break
        }
        if isEnded { questions = [] }
    }

    private mutating func check(commit epoch: PartitionMachine.SealedEpoch) {
        guard let number = sealed.first(where: { Epochs.id($0) == epoch.id }) else {
            return require(false, "only a sealed epoch is committed")
        }
        require(!isLost && !isEnded, "nothing is committed after a loss or the end")
        require(rejoins == 0, "nothing is committed after an outcome that is unknown")
        require(!committed.contains(number), "a commit that was done is not repeated")
        require(commitAsked == nil, "one commit at a time")
        require(sealed.prefix { $0 != number }.allSatisfy(published.contains), "all before it are published")
        commitAsked = number
    }

    private mutating func require(_ isTrue: Bool, _ rule: String) {
        if !isTrue { breaches.append("\(rule); after \(events.suffix(12))") }
    }
}

extension SeededGenerator {
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    /// True once in so many times.
    mutating func chance(of count: Int) -> Bool { below(count) == 0 }
}

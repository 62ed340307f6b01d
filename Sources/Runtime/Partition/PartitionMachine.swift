// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Sinks

/// One assignment of one partition, from the broker's word to its end: a pure state machine. Events go in, actions
/// come out; the ingest actor performs them. Design section 4 is its source, docs/adr/0003 its short form.
///
/// What it guarantees by itself: an epoch is committed only when the one before it is published; nothing is read
/// before the leftovers are settled and the last record is verified; after a loss nothing is committed; an unknown
/// outcome of a commit is never repeated. Its owner lets no epoch be sealed before the log has shown to be the one that
/// the epoch was read from.
package struct PartitionMachine: Sendable {
    package private(set) var phase: Phase = .asking
    /// Epochs handed to the writer that are not sealed yet.
    private var sealing = 0
    private var sealed: [SealedEpoch] = []
    private var committing: SealedEpoch?
    private var commitSentAt: Duration = .zero
    private var retryCommitAt: Duration?
    private var publishing: SealedEpoch?
    private var hasOpenEpoch = false
    private var drainUntil: Duration?
    private var askAgainAt: Duration?
    private var readFrom: Int64 = 0
    private let limits: Limits

    package init(limits: Limits) {
        self.limits = limits
    }
}

// MARK: - Up to the first record

extension PartitionMachine {
    /// The partition was assigned.
    package mutating func assigned() -> [Action] {
        phase = .asking
        return [.askBroker]
    }

    /// The broker told what it knows.
    package mutating func brokerAnswered() -> [Action] {
        guard phase == .asking else { return [] }
        phase = .settling
        return [.settle]
    }

    /// The leftovers are settled and what is published is known; `record` is the one to re-read before deciding.
    package mutating func settled(verifying record: RecordIdentity?) -> [Action] {
        guard phase == .settling else { return [] }
        guard let record else {
            phase = .deciding
            return [.decide]
        }
        phase = .verifying
        return [.readRecord(at: record.offset)]
    }

    /// The record was re-read, or can't be.
    package mutating func verified() -> [Action] {
        guard phase == .verifying else { return [] }
        phase = .deciding
        return [.decide]
    }

    /// Sealed epochs of the partition have to be settled first, by others or in another slot.
    package mutating func mustWait(now: Duration) -> [Action] {
        guard phase == .deciding else { return [] }
        phase = .waiting
        askAgainAt = now + limits.pause
        return [.waitForSlot]
    }

    /// The start is decided: from the position, after a jump where the position moves without records.
    /// - Parameter identityOffset: the record that the jump's metadata will name, where the log has one.
    package mutating func decided(position: Int64, jumps: Bool, identityOffset: Int64?) -> [Action] {
        guard phase == .deciding else { return [] }
        readFrom = position
        guard jumps else {
            phase = .reading
            return [.read(from: position)]
        }
        guard let identityOffset else { return sealJump() }
        phase = .identifying
        return [.readRecord(at: identityOffset)]
    }

    /// The record before the jump's end was read, or can't be.
    package mutating func identified() -> [Action] {
        phase == .identifying ? sealJump() : []
    }

    private mutating func sealJump() -> [Action] {
        phase = .jumping
        sealing += 1
        return [.sealJump]
    }
}

// MARK: - Epochs

extension PartitionMachine {
    /// Whether records of the partition may be taken in.
    package var takesRecords: Bool { phase == .reading }

    /// Whether the open epoch may be closed now: not while too many wait for their commit.
    package var maySeal: Bool { hasOpenEpoch && phase == .reading && sealing + sealed.count < limits.sealedMax }

    /// Whether nothing of the partition is on its way.
    package var isQuiet: Bool {
        !hasOpenEpoch && sealing == 0 && sealed.isEmpty && committing == nil && publishing == nil
    }

    /// A first record went into a new epoch.
    package mutating func opened() {
        hasOpenEpoch = true
    }

    /// The open epoch has reached one of its limits.
    package mutating func close() -> [Action] {
        guard maySeal else { return [] }
        return sealOpen()
    }

    /// The writer has sealed the oldest epoch that was handed to it.
    package mutating func sealed(_ epoch: SealedEpoch, now: Duration) -> [Action] {
        guard phase != .ended else { return [] }
        sealing -= 1
        sealed.append(epoch)
        return commitNext(now: now)
    }

    /// The writer could not make an epoch durable: its files are lost and must be read again.
    package mutating func sealFailed() -> [Action] {
        guard phase != .ended else { return [] }
        return end() + [.rejoin(.sealFailed)]
    }

    /// The record before a closed epoch is another one now: what was read behind it is not of the log that is known.
    package mutating func logChanged() -> [Action] {
        guard phase != .ended else { return [] }
        // An outstanding commit may still arrive, after its epoch was rolled back: only a new membership fences it.
        let isCommitOutstanding = committing != nil
        return end() + [isCommitOutstanding ? .rejoin(.commitUnknown) : .beginAgain]
    }

    /// The broker, or the deadline, has answered the commit.
    package mutating func committed(_ outcome: CommitOutcome, now: Duration) -> [Action] {
        guard phase != .ended, let epoch = committing else { return [] }
        switch outcome {
        case .done:
            committing = nil
            publishing = epoch
            return [.publish(epoch)]
        case .later:
            retryCommitAt = now + limits.pause
            return []
        case .refused:
            return end() + [.rejoin(.commitRefused)]
        case .unknown:
            return end() + [.rejoin(.commitUnknown)]
        }
    }

    /// The writer has published the epoch.
    package mutating func published(_ id: EpochID, now: Duration) -> [Action] {
        guard phase != .ended, publishing?.id == id else { return [] }
        publishing = nil
        var actions = commitNext(now: now)
        if phase == .jumping {
            phase = .reading
            actions.append(.read(from: readFrom))
        }
        return actions + releaseIfDrained()
    }

    /// Time has passed.
    package mutating func tick(now: Duration) -> [Action] {
        switch phase {
        case .ended: return []
        case .waiting:
            guard let at = askAgainAt, now >= at else { return [] }
            askAgainAt = nil
            phase = .asking
            return [.askBroker]
        default: break
        }
        if let epoch = committing {
            if now - commitSentAt >= limits.commitDeadline { return committed(.unknown, now: now) }
            if let at = retryCommitAt, now >= at {
                retryCommitAt = nil
                return [.commit(epoch)]
            }
        }
        if phase == .draining, let until = drainUntil, now >= until {
            // An outstanding commit may still arrive: only a new membership makes its outcome readable.
            if committing != nil { return committed(.unknown, now: now) }
            return end() + [.release]
        }
        return []
    }
}

// MARK: - The end of the assignment

extension PartitionMachine {
    /// The group wants the partition back: seal and commit what is there, then release.
    package mutating func revoked(now: Duration) -> [Action] {
        switch phase {
        case .ended, .draining: return []
        case .reading:
            phase = .draining
            drainUntil = now + limits.drainDeadline
            return hasOpenEpoch ? sealOpen() : releaseIfDrained()
        case .jumping:
            phase = .draining
            drainUntil = now + limits.drainDeadline
            return releaseIfDrained()
        default:
            return end() + [.release]
        }
    }

    /// The assignment is lost: others may read the partition by now. Commits nothing.
    package mutating func lost() -> [Action] {
        guard phase != .ended else { return [] }
        let isCommitOutstanding = committing != nil
        return end() + [.release] + (isCommitOutstanding ? [.rejoin(.commitUnknown)] : [])
    }

    /// The membership is given up, whatever the group says.
    package mutating func dropped() -> [Action] {
        phase == .ended ? [] : end()
    }

    private mutating func sealOpen() -> [Action] {
        hasOpenEpoch = false
        sealing += 1
        return [.seal]
    }

    private mutating func commitNext(now: Duration) -> [Action] {
        guard committing == nil, publishing == nil, !sealed.isEmpty else { return [] }
        let epoch = sealed.removeFirst()
        committing = epoch
        commitSentAt = now
        return [.commit(epoch)]
    }

    private mutating func releaseIfDrained() -> [Action] {
        guard phase == .draining, isQuiet else { return [] }
        phase = .ended
        return [.release]
    }

    /// Ends without another commit: the open epoch goes, sealed ones are left to settling.
    private mutating func end() -> [Action] {
        var actions: [Action] = hasOpenEpoch ? [.abandonOpen] : []
        actions += ([committing].compactMap { $0 } + sealed).map { .orphan($0) }
        hasOpenEpoch = false
        committing = nil
        sealed = []
        phase = .ended
        return actions
    }
}

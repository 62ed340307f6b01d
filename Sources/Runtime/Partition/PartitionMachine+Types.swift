// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Sinks

extension PartitionMachine {
    /// What the owner has to do now, in this order.
    package enum Action: Equatable, Sendable {
        /// Ask the broker for the committed offset, the log's start and its end.
        case askBroker
        /// Settle this slot's and unlocked slots' leftovers of the partition; then list what is published.
        case settle
        /// Read the record at the offset: to verify the log, or to name it in a jump's metadata.
        case readRecord(at: Int64)
        /// Decide where to read from, all facts being known.
        case decide
        /// Seal an epoch without files.
        case sealJump
        /// Let records flow from the offset.
        case read(from: Int64)
        /// Close the open epoch, see whether the log is still the one that it was read from, and seal it.
        case seal
        /// Commit the position at the end of the epoch.
        case commit(SealedEpoch)
        /// Give the epoch its final names.
        case publish(SealedEpoch)
        /// Forget the open epoch and its files.
        case abandonOpen
        /// Leave a sealed epoch to settling.
        case orphan(SealedEpoch)
        /// Take the partition out of the assignment; the machine has ended.
        case release
        /// The log is another one now: take the partition out of the assignment and begin with the first question; the
        /// machine has ended.
        case beginAgain
        /// Destroy the client without closing it, join anew, and let the metadata decide.
        case rejoin(RejoinReason)
        /// Come back with `tick` later: a locked slot holds epochs that only its process may hand over.
        case waitForSlot
    }

    /// Why a membership is given up.
    package enum RejoinReason: Equatable, Sendable {
        case commitUnknown, commitRefused, sealFailed
    }

    /// Where the assignment stands.
    package enum Phase: Equatable, Sendable {
        case asking, settling, verifying, deciding, identifying, jumping, reading, draining, waiting, ended
    }

    /// A sealed epoch on its way to publication.
    package struct SealedEpoch: Equatable, Sendable {
        package let id: EpochID
        /// The position after it.
        package let next: Int64
        /// The last record at or before its end, which the next assignment verifies.
        package let last: RecordIdentity?

        package init(id: EpochID, next: Int64, last: RecordIdentity?) {
            self.id = id
            self.next = next
            self.last = last
        }

        /// What a seal came to.
        ///
        /// - Parameters:
        ///   - found: the record before a jump's end.
        ///   - previous: metadata that name the last record before an epoch that has none, or before a jump where the
        ///     log has lost what lies between: another log may still have a record there.
        package init(_ manifest: Manifest, found: RecordIdentity?, previous: CommitMetadata?) {
            let last = (manifest.isJump ? found : manifest.lastRecord) ?? previous?.lastRecord
            self.init(id: manifest.id, next: manifest.next, last: last)
        }
    }

    /// What a commit came to.
    package enum CommitOutcome: Equatable, Sendable {
        /// The broker has it.
        case done
        /// The broker said no, but will take the same commit later.
        case later
        /// The broker says that this member may not commit, or may not commit this.
        case refused
        /// No answer before the deadline, or one that says nothing.
        case unknown
    }

    /// Times that bound the machine's waits.
    package struct Limits: Sendable {
        /// How long a commit may stay without an answer.
        package var commitDeadline: Duration
        /// How long a revoked partition may take to seal and commit: half the session timeout.
        package var drainDeadline: Duration
        /// Pause before a commit is sent again that the broker will take later, and before a slot is looked at again.
        package var pause: Duration
        /// Sealed epochs that may wait for their commit before the open epoch is kept open.
        package var sealedMax: Int

        package init(commitDeadline: Duration, drainDeadline: Duration, pause: Duration, sealedMax: Int) {
            self.commitDeadline = commitDeadline
            self.drainDeadline = drainDeadline
            self.pause = pause
            self.sealedMax = sealedMax
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A rule of the protocol (design, section 4) that the mutation check can switch off, beside those of `SettlingRule`.
package enum SwitchedRule: String, Sendable, CaseIterable {
    // Writing and sealing.
    /// Files of an epoch are durable before it counts as sealed.
    case sealFiles = "seal_files"
    /// So are the names in its directory.
    case sealDirectory = "seal_directory"
    /// After a failed fsync the epoch's bytes count as lost.
    case failedSync = "failed_sync"
    // Committing.
    /// Epoch k + 1 is committed only after k is published.
    case publishBeforeNext = "publish_before_next"
    /// The record before an epoch is re-read before the epoch is sealed.
    case checkLog = "check_log"
    /// The client is asked right before each commit whether its assignment is lost.
    case askBeforeCommit = "ask_before_commit"
    /// The coordinator refuses members that it has expelled: an assumption, not a rule of ours.
    case fencing
    /// Metadata carry the newest epoch of other slots.
    case chain
    /// They carry one of each slot, not one of each root.
    case chainOfSlots = "chain_of_slots"
    /// Metadata carry the generation, so that a start in the middle of a re-reading is not another rewind.
    case generation
    /// Metadata carry the offset at which their chain begins.
    case origin
    /// Metadata carry the last record before the position.
    case lastRecord = "last_record"
    /// Metadata carry the log's start.
    case logStart = "log_start"
    /// After an unknown outcome nothing is published on a guess.
    case noGuess = "no_guess"
    /// After an unknown outcome the commit is not repeated.
    case neverRepeat = "never_repeat"
    /// Where the log is another one while a commit is on its way, the membership is given up before settling.
    case fenceOutstanding = "fence_outstanding"
    /// A jump of the position is a sealed, committed, published epoch.
    case jumpIsEpoch = "jump_is_epoch"
    /// What an operator skips is a counted gap.
    case skippedGap = "skipped_gap"
    /// So is what retention took before it was read.
    case retentionGap = "retention_gap"
    // Publishing.
    /// A final name that exists is never written over.
    case link
    /// Directories of data and manifests are durable before pending names go.
    case publishDirectories = "publish_directories"
    /// Pending names go only when the final ones are durable.
    case unlinkLast = "unlink_last"
    // Assignments.
    /// An open epoch ends with its assignment.
    case abandonOnLoss = "abandon_on_loss"
    /// The last record is re-read at every assignment.
    case verify
    /// What is published is skipped after a rewind.
    case skipPublished = "skip_published"
    /// It is skipped exactly, not up to its end.
    case skipExactly = "skip_exactly"
    /// Without a committed offset the root gives the position.
    case rootKnows = "root_knows"
    /// Reading waits while epochs of the partition are to be settled by others.
    case waitForOthers = "wait_for_others"
    /// A position beyond the log's end means another log.
    case aboveEnd = "above_end"
    /// Incarnations are drawn, not counted.
    case drawnIncarnation = "drawn_incarnation"
    // Settling.
    /// Leftovers of partitions that others own are settled, too.
    case settleAll = "settle_all"
    /// An epoch moves aside by one rename.
    case moveAtOnce = "move_at_once"
    /// Epochs aside go when published epochs cover them.
    case coverAside = "cover_aside"
    /// Another root may hold what this one lacks.
    case onlyRoot = "only_root"
    /// Own leftovers are settled.
    case settleOwn = "settle_own"
    /// Slots that nobody holds are taken.
    case takeUnlocked = "take_unlocked"
    /// They are taken only after a session timeout.
    case slotTimeout = "slot_timeout"
    /// A slot is held by one process, by its lock.
    case slotLock = "slot_lock"
    /// Settling begins only when the slot's earlier requests are fenced.
    case settleAfterJoin = "settle_after_join"
    /// What was not committed is rolled back (switched off: published).
    case rollBack = "roll_back"
    /// What was committed is published (switched off: rolled back).
    case rollForward = "roll_forward"
    /// What nothing proves is set aside (switched off: rolled back).
    case setAside = "set_aside"
}

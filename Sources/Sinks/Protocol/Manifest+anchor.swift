// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Manifest {
    /// The record that shows, where it still stands in the log when the epoch is about to be committed, that the epoch
    /// was read from this log and not from one that was re-created or truncated meanwhile: the last one before the
    /// epoch, else its own first. Nil for a jump, which holds no records.
    ///
    /// - Parameter previous: the metadata that the epoch's commit will continue.
    package func anchor(after previous: CommitMetadata?) -> RecordIdentity? {
        isJump ? nil : previous?.lastRecord ?? firstRecord
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Manifest {
    /// The record that shows, where it still stands in the log when the epoch is about to be sealed, that the epoch was
    /// read from this log and not from one that was re-created or truncated meanwhile: the last one before the
    /// epoch, else its own first. Nil for a jump, which holds no records.
    ///
    /// - Parameter last: the last record before the epoch, where one is known.
    package func anchor(after last: RecordIdentity?) -> RecordIdentity? {
        isJump ? nil : last ?? firstRecord
    }
}

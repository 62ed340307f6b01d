// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What re-reading the record that `StartDecision.recordToVerify` names has shown.
package enum Verification: String, Sendable, CaseIterable {
    /// There was none to re-read.
    case nothingToVerify
    case same
    case different
    /// The offset is in the log and holds no record any more: compaction removed it.
    case unreadable
    case belowLogStart
    /// The log ends before it.
    case beyondEnd

    /// Judges a re-read record: nil where the log no longer has the offset's record.
    package init(expected: RecordIdentity?, found: RecordIdentity?, logStart: Int64, logEnd: Int64) {
        guard let expected else {
            self = .nothingToVerify
            return
        }
        if expected.offset >= logEnd {
            self = .beyondEnd
        } else if expected.offset < logStart {
            self = .belowLogStart
        } else if let found, found.offset == expected.offset {
            self = found == expected ? .same : .different
        } else {
            self = .unreadable
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What an assignment has to say to the operator.
package enum StartReport: Hashable, Sendable {
    /// Neither the group nor the root knew the partition; `start:` decided.
    case firstStart(position: Int64, StartOption)
    /// The group had lost its offset; the published archive gave the position.
    case groupOffsetLost(position: Int64)
    /// The group's offset lies before published epochs.
    case rewound(committed: Int64, published: Int64, RewindOption)
    /// An epoch that was to be superseded stays: the log has lost its beginning, or another root has read it again.
    case keptWhole(OffsetRange)
    /// The group's offset was moved forward past what is published.
    case skippedByOperator(OffsetRange)
    /// The metadata beside the offset are not ours; a jump is committed first.
    case metadataNotOurs
    /// Retention deleted records before they were read.
    case lostByRetention(OffsetRange)
    case newIncarnation(NewIncarnationReason, logStart: Int64)

    /// Whether someone should be told, beyond a line in the log.
    package var isAlert: Bool {
        switch self {
        case .newIncarnation, .lostByRetention, .groupOffsetLost: true
        case .firstStart, .rewound, .keptWhole, .skippedByOperator, .metadataNotOurs: false
        }
    }
}

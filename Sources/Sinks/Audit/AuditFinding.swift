// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Something that an audit found, with what makes it wrong or only worth knowing.
package struct AuditFinding: Equatable, Sendable, Encodable {
    /// What it is; the raw value is the stable name in JSON.
    package enum Kind: String, Sendable, Encodable, CaseIterable {
        // Wrong: an archive with one of these is not complete.
        /// Offsets that no published epoch and no counted gap covers.
        case hole
        /// Offsets that two published epochs cover.
        case overlap
        /// A manifest that cannot be read, or was written by a newer program.
        case manifestUnreadable = "manifest_unreadable"
        /// A manifest that contradicts itself: its counts, its ranges, its files.
        case manifestInconsistent = "manifest_inconsistent"
        /// A manifest whose name or place is not what it says itself.
        case manifestMisplaced = "manifest_misplaced"
        /// A segment of a ledger that cannot be read, was changed, or was written by a newer program.
        case ledgerDamaged = "ledger_damaged"
        case fileMissing = "file_missing"
        /// A directory, a link or something else in the place of a file.
        case fileReplaced = "file_replaced"
        case fileSize = "file_size"
        case fileChecksum = "file_checksum"
        case fileRows = "file_rows"
        /// The file has the right checksum and is no readable file of its kind.
        case fileUnreadable = "file_unreadable"
        /// A data file that no manifest names: readers of its directory take its rows for archived ones.
        case unnamedFile = "unnamed_file"
        /// An epoch in `_aside` that someone has to decide about.
        case undecided
        /// The group's position is neither a sealed end nor the end of the log.
        case committedPosition = "committed_position"
        /// The broker has a record at an offset that a counted gap says has none.
        case readableGap = "readable_gap"

        // Worth knowing.
        /// Files that are gone and past their retention.
        case expired
        /// Sealed epochs that are not published yet.
        case pending
        /// Epochs that are being written, or were left unsealed.
        case unsealed
        /// A root that was given more than once, or a copy of one.
        case repeatedRoot = "repeated_root"
        /// Slots that a process holds.
        case liveSlots = "live_slots"
        /// Rolled-back epochs that wait until published ones cover them.
        case rolledBack = "rolled_back"
        /// Offsets that lie in a root that was not given; wrong where all roots are demanded.
        case elsewhere
        /// Epochs of which later ones take the place, after a rewind with `on_rewind: supersede`.
        case superseding
        /// Records of the log that are not sealed yet.
        case lag
        /// A name that Sluice does not give, in its own directories or among data files.
        case foreign

        /// Whether the archive is wrong, so that the audit's exit code is 1.
        package var isWrong: Bool {
            switch self {
            case .expired, .repeatedRoot, .pending, .unsealed, .liveSlots, .rolledBack, .elsewhere, .superseding, .lag,
                .foreign:
                false
            default: true
            }
        }
    }

    package let kind: Kind
    /// A path, or a topic-partition with its incarnation.
    package let place: String
    package let message: String

    package init(_ kind: Kind, _ place: String, _ message: String) {
        self.kind = kind
        self.place = place
        self.message = message
    }
}

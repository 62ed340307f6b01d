// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Follows one partition from a start position: which offsets were records, which were gaps, and what is settled.
///
/// Pure; positions are offsets of the next record. Gaps are offsets at which no record came: compacted, control or
/// aborted records. Sealed ranges settle in the order in which they were cut.
package struct OffsetTracker: Sendable, Equatable {
    /// A range cut off by `cut`: the offsets from `first` up to, without, `next`.
    package struct Range: Sendable, Equatable {
        package let first: Int64
        package let next: Int64
        package let records: Int64
        /// Offsets without a record; `records + gaps == next - first`.
        package let gaps: Int64
    }

    package enum Failure: Error, Equatable, Sendable {
        /// An offset below the position: it was noted before.
        case repeated(offset: Int64, position: Int64)
        /// Not the oldest range that was cut and not settled.
        case outOfOrder
    }

    /// The next offset to note.
    package private(set) var position: Int64
    /// Everything below is settled.
    package private(set) var settled: Int64
    /// Cut and not settled yet, oldest first.
    package private(set) var pending: [Range] = []
    /// Start of the range that is open.
    package private(set) var openFirst: Int64
    /// Records noted in the open range.
    package private(set) var openRecords: Int64 = 0

    package init(start: Int64) {
        position = start
        settled = start
        openFirst = start
    }

    /// Offsets in the open range at which no record came.
    package var openGaps: Int64 { position - openFirst - openRecords }

    /// Notes a record; offsets that were skipped count as gaps.
    package mutating func note(record offset: Int64) throws(Failure) {
        try note(records: 1, through: offset)
    }

    /// Notes records in ascending order of which the last has this offset, at once.
    package mutating func note(records: Int64, through last: Int64) throws(Failure) {
        guard last >= position, last < Int64.max, records > 0, records - 1 <= last - position else {
            throw .repeated(offset: last, position: position)
        }
        position = last + 1
        openRecords += records
    }

    /// Moves to an end of the partition or past a known gap; positions below are ignored.
    package mutating func advance(to offset: Int64) {
        position = max(position, offset)
    }

    /// Ends the open range at the position and starts the next; nil when it is empty.
    package mutating func cut() -> Range? {
        guard position > openFirst else { return nil }
        let range = Range(first: openFirst, next: position, records: openRecords, gaps: openGaps)
        pending.append(range)
        openFirst = position
        openRecords = 0
        return range
    }

    /// The oldest pending range is durable.
    package mutating func settle(_ range: Range) throws(Failure) {
        guard let oldest = pending.first, oldest == range else { throw .outOfOrder }
        pending.removeFirst()
        settled = range.next
    }

    /// Forgets everything above what is settled, to read it again.
    package mutating func rewind() {
        self = OffsetTracker(start: settled)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What the log has to have at an offset if it is still the one that an epoch was read from.
package struct LogAnchor: Hashable, Sendable {
    package let offset: Int64
    /// Nil where the log began behind the offset: a record there belongs to another log.
    fileprivate let record: RecordIdentity?

    /// Whether what was found at the offset speaks for the same log. Where a record is no longer found compaction or
    /// retention took it, or the log is shorter than the consumer's position, and the consumer says so.
    package func holds(_ found: RecordIdentity?) -> Bool {
        guard let found else { return true }
        return found == record
    }
}

extension Manifest {
    /// What is looked at when the epoch is about to be sealed: the last record before it shows that the log is still
    /// the one that it was in before the first record was read. Where none is known the epoch's own first record has
    /// to be in its place, and where the log began with it none before it. Empty for a jump, which holds no records.
    ///
    /// - Parameters:
    ///   - last: the last record before the epoch, where one is known.
    ///   - logStart: the log's start when reading began.
    package func anchors(after last: RecordIdentity?, logStart: Int64) -> [LogAnchor] {
        if isJump { return [] }
        if let last { return [LogAnchor(offset: last.offset, record: last)] }
        let before = first > 0 && first == logStart ? [LogAnchor(offset: first - 1, record: nil)] : []
        return before + [firstRecord].compactMap { $0 }.map { LogAnchor(offset: $0.offset, record: $0) }
    }
}

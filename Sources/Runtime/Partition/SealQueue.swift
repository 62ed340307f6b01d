// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Sinks

/// Closed epochs of one partition that wait for a look at the log before they are sealed, oldest first.
///
/// The record before an epoch is re-read. Where it is the same now, all that was read behind it came from one log; a
/// consumer does not notice by itself that a topic was re-created and filled beyond its position. Before the seal:
/// whatever finds a sealed epoch later may take it for one of the log that its manifest names.
package struct SealQueue<Epoch> {
    /// What the owner has to do now.
    package enum Step {
        /// Read the record at the offset and tell by `found`.
        case ask(at: Int64)
        /// Seal the epoch, then ask for the next step.
        case seal(Epoch, Manifest)
    }

    private var waiting: [(epoch: Epoch, manifest: Manifest)] = []
    /// What is still to be looked at for the oldest epoch; the first has been asked for. Nil before its first step.
    private var anchors: [LogAnchor]?
    /// The last record of the newest epoch that the log was looked at for; nil before the first.
    private var newestRecord: RecordIdentity?

    package init() {}

    /// Whether a record has been asked for.
    package var isAsking: Bool { anchors != nil }

    package mutating func append(_ epoch: Epoch, _ manifest: Manifest) {
        waiting.append((epoch, manifest))
    }

    /// The next step; nil where nothing waits. Not while a record is asked for.
    ///
    /// - Parameters:
    ///   - previous: the metadata that the next commit will continue.
    ///   - logStart: the log's start when reading began.
    package mutating func next(after previous: CommitMetadata?, logStart: Int64) -> Step? {
        guard let (epoch, manifest) = waiting.first else { return nil }
        let left = anchors ?? manifest.anchors(after: newestRecord ?? previous?.lastRecord, logStart: logStart)
        if let anchor = left.first {
            anchors = left
            return .ask(at: anchor.offset)
        }
        waiting.removeFirst()
        anchors = nil
        newestRecord = manifest.lastRecord ?? newestRecord
        return .seal(epoch, manifest)
    }

    /// The record at the offset that was asked for; nil where the log has none.
    ///
    /// - Returns: false where it belongs to another log: nothing that waits may be sealed.
    package mutating func found(_ record: RecordIdentity?) -> Bool {
        guard let anchor = anchors?.first, anchor.holds(record) else { return anchors == nil }
        anchors?.removeFirst()
        return true
    }

    /// Empties the queue.
    ///
    /// - Returns: the epochs that will not be sealed.
    package mutating func removeAll() -> [(epoch: Epoch, manifest: Manifest)] {
        defer { (waiting, anchors) = ([], nil) }
        return waiting
    }
}

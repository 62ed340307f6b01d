// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What rule set `sluice` knows beside a partition's window.
package struct SluiceContext: Sendable {
    /// The group's: which end it can reach.
    package var isolation: Isolation
    /// How often the log's ends are asked.
    package var offsetRefresh: Duration {
        didSet { staleMs = Self.staleMs(offsetRefresh) }
    }
    package var collector: CollectorState
    /// The history of a topic's partition; nil: none. Called once for each judged partition, on the caller's thread.
    package var history: @Sendable (_ topic: String, _ partition: Int32) -> EndHistory?
    /// The histories of a whole topic; where this is set, a group is judged with one call for each of its topics, and
    /// `history` is not called.
    package var topicHistory: (@Sendable (_ topic: String) -> TopicHistory?)?
    /// Age from which a sample is too old: three refreshes.
    private(set) var staleMs: Int64

    package init(
        isolation: Isolation = .readCommitted, offsetRefresh: Duration = .seconds(10),
        collector: CollectorState = .ready,
        history: @escaping @Sendable (_ topic: String, _ partition: Int32) -> EndHistory? = { _, _ in nil }
    ) {
        self.isolation = isolation
        self.offsetRefresh = offsetRefresh
        self.collector = collector
        self.history = history
        staleMs = Self.staleMs(offsetRefresh)
    }

    private static func staleMs(_ refresh: Duration) -> Int64 {
        let refreshMs = max(0, refresh.clampedMilliseconds)
        return refreshMs > .max / SluiceRules.staleRefreshes ? .max : refreshMs * SluiceRules.staleRefreshes
    }
}

/// The histories of one topic at one moment.
package struct TopicHistory: Sendable {
    private let partitions: [EndHistory]

    init(_ partitions: [EndHistory]) {
        self.partitions = partitions
    }

    /// Nil: no sample yet.
    package subscript(partition: Int32) -> EndHistory? {
        guard let index = Int(exactly: partition), partitions.indices.contains(index),
            !partitions[index].ends.isEmpty
        else { return nil }
        return partitions[index]
    }
}

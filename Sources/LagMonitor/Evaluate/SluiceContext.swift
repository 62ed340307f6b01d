// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What rule set `sluice` knows beside a partition's window.
package struct SluiceContext: Sendable {
    /// The group's: which end it can reach.
    package var isolation: Isolation
    /// How often the log's ends are asked.
    package var offsetRefresh: Duration
    package var collector: CollectorState
    /// The history of a topic's partition; nil: none. Called once for each judged partition, on the caller's thread.
    package var history: @Sendable (_ topic: String, _ partition: Int32) -> EndHistory?

    package init(
        isolation: Isolation = .readCommitted, offsetRefresh: Duration = .seconds(10),
        collector: CollectorState = .ready,
        history: @escaping @Sendable (_ topic: String, _ partition: Int32) -> EndHistory? = { _, _ in nil }
    ) {
        self.isolation = isolation
        self.offsetRefresh = offsetRefresh
        self.collector = collector
        self.history = history
    }
}

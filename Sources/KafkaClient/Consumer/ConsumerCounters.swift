// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a consumer has seen since it was made; plain numbers, read between two polls.
package struct ConsumerCounters: Sendable, Equatable {
    package var records = 0
    package var bytes = 0
    package var polls = 0
    /// Records of partitions that are not read (any more).
    package var dropped = 0
    /// Records below the position, handed over before.
    package var repeated = 0
    /// Times the position was sought again because records were missing after a rebalance.
    package var rereads = 0
    /// Gaps after a rebalance that a second reading confirmed.
    package var confirmedGaps = 0
}

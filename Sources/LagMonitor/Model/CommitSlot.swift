// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One commit as the store keeps it.
package struct CommitSlot: Sendable, Equatable {
    package var offset: Int64
    /// The commit's own timestamp, in milliseconds since 1970.
    package var timestampMs: Int64
    /// When the monitor took it in: whole seconds, in milliseconds since 1970.
    package var observedAtMs: Int64
    /// The lag at that moment, frozen; nil where the commit came late (Burrow's "backfilled").
    package var lag: Int64?
    /// The offset of the record in `__consumer_offsets`, or a counter where the admin API is asked.
    package var order: Int64

    package init(offset: Int64, timestampMs: Int64, observedAtMs: Int64, lag: Int64?, order: Int64) {
        self.offset = offset
        self.timestampMs = timestampMs
        self.observedAtMs = observedAtMs
        self.lag = lag
        self.order = order
    }
}

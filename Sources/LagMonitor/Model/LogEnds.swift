// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Where a partition's log begins and ends, as its leader said last.
package struct LogEnds: Sendable, Equatable {
    package var start: Int64?
    package var highWatermark: Int64
    /// The last stable offset: where a reader of committed records stops.
    package var lastStable: Int64?
    /// When it was asked, in milliseconds since 1970.
    package var sampledAtMs: Int64

    package init(start: Int64?, highWatermark: Int64, lastStable: Int64?, sampledAtMs: Int64) {
        self.start = start
        self.highWatermark = highWatermark
        self.lastStable = lastStable
        self.sampledAtMs = sampledAtMs
    }
}

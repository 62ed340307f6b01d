// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Makes made-up events: event `i` is the same for the same format, seed and start, whoever asks and in any order.
package struct EventGenerator: Sendable {
    package let format: EventFormat
    package let seed: UInt64
    /// The time of event 0 in milliseconds since 1970; event `i` is `i` milliseconds later.
    package let startMs: Int64

    /// `startMs` may be before 1970 by as much as it likes; times beyond the range of dates wrap.
    package init(_ format: EventFormat, seed: UInt64 = 0, startMs: Int64 = 1_700_000_000_000) {
        self.format = format
        self.seed = seed
        self.startMs = startMs
    }

    /// Appends the bytes of one event, without a line end. `number` is not negative.
    package func append(event number: Int64, to buffer: inout [UInt8]) {
        precondition(number >= 0, "events are numbered from 0")
        var random = EventRandom(seed: seed, event: UInt64(number))
        let timeMs = startMs &+ number
        switch format {
        case .json: RequestEvent.append(number, timeMs, &random, to: &buffer)
        case .rich: OrderEvent.append(number, timeMs, &random, to: &buffer)
        case .combined: AccessLine.append(number, timeMs, &random, to: &buffer)
        }
    }

    /// Replaces the buffer's content by one event; the buffer keeps its memory.
    package func write(event number: Int64, into buffer: inout [UInt8]) {
        buffer.removeAll(keepingCapacity: true)
        append(event: number, to: &buffer)
    }
}

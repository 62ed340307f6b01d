// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// Cuts a poll short, now or the next time it would block; any thread.
///
/// Holds its own reference to the consumer's queue and to the flag that says whether the client lives.
@safe package struct ConsumerWaker: Sendable {
    private let queue: SharedQueue

    init(_ queue: SharedQueue) {
        self.queue = queue
    }

    package func wake() {
        queue.yield()
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform

/// What arrives for the ingest actor from the other threads.
package enum IngestMail: Sendable {
    case writer(WriterReport)
    case broker(BrokerAnswer)
}

/// The ways from the ingest actor to the other threads.
package struct IngestPorts: Sendable {
    let writer: Mailbox<WriterCommand>
    let inFlight: InFlightBytes
    let broker: Mailbox<BrokerQuestion>
}

/// Why an ingest ended.
package enum IngestOutcome: Sendable, Equatable {
    case stopped
    /// Only a new start, or an operator, mends this.
    case failed(String)
}

/// How an ingest stands, judged at what is published.
package struct IngestStanding: Sendable {
    /// Records in the log that are not in published epochs.
    let lag: Int64
    let partitions: Int
    /// What keeps it from sealing, if anything.
    let problem: String?
    /// What is to be looked at although it does.
    let warning: String?
}

/// Whether the ingest is to end.
enum StopState: Equatable {
    case running
    case draining(until: Duration)
}

/// Wakes whatever consumer the ingest has at the moment; any thread.
package final class ConsumerWake: Sendable {
    private let waker = Locked<ConsumerWaker?>(nil)

    func set(_ waker: ConsumerWaker?) { self.waker.withLock { $0 = waker } }

    func wake() { waker.withLock { $0 }?.wake() }
}

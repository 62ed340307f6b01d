// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Platform
import Synchronization

/// Cures librdkafka 2.0.2's stall: a fetcher that found its queue full sleeps up to a second and nobody wakes it.
///
/// While batches come full, a thread asks every broker for the end of one partition; the answer wakes that broker's
/// fetcher, which looks at its queue again. Not needed where `fetch.queue.backoff.ms` exists.
final class FetchWaker: Sendable {
    private struct State {
        var activeUntil: Duration = .zero
        var sources: [TopicPartition] = []
        var isStopped = false
    }

    private let client: ClientHandle
    private let state = Signal(State())
    private let thread = Locked<OwnedThread?>(nil)
    /// When the hold was last extended, in milliseconds: the data path takes the lock a few times a second at most.
    private let extendedAtMs = Atomic<Int>(0)

    init(_ client: ClientHandle) {
        self.client = client
        let state = self.state
        thread.withLock { $0 = OwnedThread { Self.run(client, state) } }
    }

    /// One partition per broker that sent records; brokers not known yet count by partition.
    func setSources(_ partitions: [(partition: TopicPartition, broker: Int32)]) {
        var seen: Set<Int32> = []
        let sources = partitions.filter { $0.broker < 0 || seen.insert($0.broker).inserted }.map(\.partition)
        state.update { $0.sources = sources }
    }

    /// Called after every poll on the consumer's thread.
    func note(batchWasFull: Bool) {
        guard batchWasFull else { return }
        let now = TimeSource.system.monotonic()
        let nowMs = now.milliseconds
        if nowMs - extendedAtMs.load(ordering: .relaxed) < KafkaClientLimits.fetchWakeHoldMs / 4 { return }
        extendedAtMs.store(nowMs, ordering: .relaxed)
        state.update { $0.activeUntil = now + .milliseconds(KafkaClientLimits.fetchWakeHoldMs) }
    }

    /// Waits for the thread, at most one request's timeout; must come before the client is destroyed.
    func stop() {
        state.update { $0.isStopped = true }
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    private static func run(_ client: ClientHandle, _ state: Signal<State>) {
        while true {
            let (isStopped, sources) = state.wait(atMostMs: nil, until: isDue) { ($0.isStopped, $0.sources) }
            if isStopped { return }
            for source in sources {
                var low: Int64 = 0
                var high: Int64 = 0
                unsafe rd_kafka_query_watermark_offsets(
                    client.pointer, source.topic, source.partition, &low, &high,
                    Int32(KafkaClientLimits.fetchWakeTimeoutMs))
            }
            _ = state.wait(atMostMs: KafkaClientLimits.fetchWakeMs, until: \.isStopped) { $0.isStopped }
        }
    }

    private static func isDue(_ state: State) -> Bool {
        state.isStopped || (!state.sources.isEmpty && TimeSource.system.monotonic() < state.activeUntil)
    }
}

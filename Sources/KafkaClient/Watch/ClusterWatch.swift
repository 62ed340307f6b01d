// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// Looks at a cluster's brokers, topics and the ends of its logs. Every call blocks until its deadline at most, so none
/// may be made on the cooperative pool; any other thread may call.
@safe package final class ClusterWatch: Sendable {
    /// Asks for high watermarks and metadata.
    let client: ClientHandle
    /// Asks for last stable offsets: which of the two a client is told depends on its isolation level.
    let committedClient: ClientHandle
    private let isClosed = EndFlag()

    package init(_ configuration: WatchConfiguration) throws(KafkaError) {
        client = try ClientHandle(
            .consumer, configuration.properties(readsCommitted: false), callbacks: .none, log: configuration.log)
        do throws(KafkaError) {
            committedClient = try ClientHandle(
                .consumer, configuration.properties(readsCommitted: true), callbacks: .none, log: configuration.log)
        } catch {
            client.destroy(closing: false)
            throw error
        }
    }

    deinit {
        close()
    }

    /// Ends the clients on a thread of its own; no call may follow.
    package func close() {
        if isClosed.isSet { return }
        isClosed.set()
        let clients = [client, committedClient]
        DetachedThread.start { for client in clients { client.destroy(closing: false) } }
    }

    /// Topics by name, or all; a topic that does not exist comes with its error.
    package func metadata(of topics: [String]?, within deadline: Duration) throws(KafkaError) -> ClusterMetadata {
        guard topics == nil else { return try client.metadata(of: topics, within: deadline) }
        let metadata = try client.metadata(of: nil, within: deadline / 2)
        // Each client knows its own leaders, and forgets them for no time-out: one that is not told where they have
        // gone asks a dead broker for many minutes (2.0.2).
        _ = try committedClient.metadata(of: nil, within: deadline / 2)
        return metadata
    }

    /// Broker id of the controller; -1: nobody said.
    package func controller(within deadline: Duration) -> Int32 {
        unsafe rd_kafka_controllerid(client.pointer, Int32(clamping: deadline.milliseconds))
    }

    /// The cluster's id; nil: no broker answered in time.
    package func clusterID(within deadline: Duration) -> String? { client.clusterID(within: deadline) }

    /// Errors of the clients since the last call: brokers down, authentication.
    package func takeErrors() -> [KafkaError] {
        var errors: [KafkaError] = []
        for client in [client, committedClient] {
            // Serves the error callback.
            unsafe _ = rd_kafka_poll(client.pointer, 0)
            errors += client.context.takeErrors()
        }
        return errors
    }
}

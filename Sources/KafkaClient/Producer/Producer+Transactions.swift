// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

extension Producer {
    /// Claims the transactional id; once, before the first transaction.
    package func initTransactions(within deadline: Duration) throws(KafkaError) {
        try unsafe check(
            rd_kafka_init_transactions(client.pointer, Int32(clamping: deadline.milliseconds)),
            "init transactions")
    }

    package func beginTransaction() throws(KafkaError) {
        try unsafe check(rd_kafka_begin_transaction(client.pointer), "begin transaction")
    }

    /// Flushes and commits; every record since `beginTransaction` becomes visible together.
    package func commitTransaction(within deadline: Duration) throws(KafkaError) {
        try unsafe check(
            rd_kafka_commit_transaction(client.pointer, Int32(clamping: deadline.milliseconds)),
            "commit transaction")
    }

    package func abortTransaction(within deadline: Duration) throws(KafkaError) {
        try unsafe check(
            rd_kafka_abort_transaction(client.pointer, Int32(clamping: deadline.milliseconds)),
            "abort transaction")
    }

    private func check(_ error: OpaquePointer?, _ context: String) throws(KafkaError) {
        if let error = unsafe error { throw unsafe KafkaError(consuming: error, context) }
    }
}

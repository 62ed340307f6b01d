// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// The consumer's room for one batch, used again and again; consumer's thread only.
@safe final class MessageBuffer {
    let messages: UnsafeMutablePointer<UnsafeMutablePointer<rd_kafka_message_t>?>
    let capacity: Int
    /// Records at the front of `messages`, owned by the batch that is out.
    var count = 0
    var bytes = 0
    var runs: [RecordRun] = []
    var ends: [PartitionEnd] = []
    var problems: [PartitionProblem] = []
    /// Whether a batch is out.
    var isLent = false

    init(capacity: Int) {
        self.capacity = capacity
        unsafe messages = .allocate(capacity: capacity)
        unsafe messages.initialize(repeating: nil, count: capacity)
    }

    deinit {
        unsafe messages.deallocate()
    }

    /// Destroys the batch's messages; their payloads are gone.
    func giveBack() {
        for index in 0..<count { unsafe rd_kafka_message_destroy(messages[index]) }
        clear()
        isLent = false
    }

    func clear() {
        count = 0
        bytes = 0
        runs.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        problems.removeAll(keepingCapacity: true)
    }
}

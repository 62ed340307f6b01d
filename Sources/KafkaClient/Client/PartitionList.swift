// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Glibc

/// A list of partitions for calls to librdkafka, freed with this object.
@safe final class PartitionList {
    private let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    init(capacity: Int = 1) {
        // The library allocates like malloc and aborts when there is no memory: never nil.
        unsafe pointer = rd_kafka_topic_partition_list_new(Int32(clamping: capacity))
    }

    convenience init(_ partitions: some Collection<TopicPartition>) {
        self.init(capacity: partitions.count)
        for partition in partitions { add(partition) }
    }

    deinit {
        unsafe rd_kafka_topic_partition_list_destroy(pointer)
    }

    /// Adds a partition; the list copies the metadata and frees it.
    func add(_ partition: TopicPartition, offset: Int64 = Int64(RD_KAFKA_OFFSET_INVALID), metadata: String? = nil) {
        let entry = unsafe rd_kafka_topic_partition_list_add(pointer, partition.topic, partition.partition)
        guard let entry = unsafe entry else { return }
        unsafe entry.pointee.offset = offset
        if let metadata {
            // The broker gets metadata_size bytes; the library frees them with free().
            unsafe entry.pointee.metadata = UnsafeMutableRawPointer(strdup(metadata))
            unsafe entry.pointee.metadata_size = metadata.utf8.count
        }
    }

    /// Lends the list to a call. Without the scope ARC may free it between reading the pointer and the call.
    func lend<Result>(_ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> Result) -> Result {
        withExtendedLifetime(self) { unsafe body(pointer) }
    }

    /// Copies every entry of a list that librdkafka owns.
    static func entries(
        of list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
    ) -> [PartitionEntry] {
        guard let list = unsafe list, let elements = unsafe list.pointee.elems else { return [] }
        return unsafe (0..<Int(list.pointee.cnt)).map { index in
            unsafe PartitionEntry(elements[index])
        }
    }

    var entries: [PartitionEntry] { unsafe lend { unsafe Self.entries(of: $0) } }
}

/// What librdkafka says of one partition in a list.
struct PartitionEntry {
    let partition: TopicPartition
    let offset: Int64
    let metadata: String
    let code: rd_kafka_resp_err_t

    init(_ entry: rd_kafka_topic_partition_t) {
        partition = unsafe TopicPartition(topic: KafkaError.text(entry.topic), partition: entry.partition)
        unsafe offset = entry.offset
        unsafe code = entry.err
        // Metadata that came from a broker have no terminating NUL: the size alone counts.
        if let start = unsafe entry.metadata, unsafe entry.metadata_size > 0 {
            let bytes = unsafe UnsafeRawBufferPointer(start: start, count: entry.metadata_size)
            unsafe metadata = String(decoding: bytes, as: UTF8.self)
        } else {
            metadata = ""
        }
    }
}

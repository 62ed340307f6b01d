// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

/// One partition's log as the brokers have it: every record that ever was has a number of its own.
struct SimulatedLog {
    /// Rises when the topic is re-created or truncated: a client that notices sees another topic id or leader epoch.
    private(set) var life = 0
    /// The first offset that retention has left.
    private(set) var start: Int64 = 0
    /// Records by offset; nil where a transaction's control record or compaction left none.
    private(set) var records: [Int32?] = []

    var end: Int64 { Int64(records.count) }

    /// The record's number at an offset; nil where none can be read.
    func record(at offset: Int64) -> Int32? {
        offset >= start && offset < end ? records[Int(offset)] : nil
    }

    /// What a reader learns of the record at exactly this offset.
    func identity(at offset: Int64) -> RecordIdentity? {
        record(at: offset).map { Self.identity(of: $0, at: offset) }
    }

    static func identity(of record: Int32, at offset: Int64) -> RecordIdentity {
        let number = UInt64(UInt32(bitPattern: record))
        return RecordIdentity(
            offset: offset, timestampMs: Int64(record), hash: RecordHash(rawValue: number &* 0x9e37_79b9_7f4a_7c15))
    }

    /// Every seventh offset holds no record, as after a transaction.
    static func holdsRecord(_ offset: Int64) -> Bool { offset % 7 != 5 }

    mutating func append(_ record: Int32?) {
        records.append(record)
    }

    /// Retention deletes what lies before the offset.
    mutating func retain(from offset: Int64) {
        start = max(start, min(offset, end))
    }

    /// An unclean leader has lost the log's end.
    mutating func truncate(to offset: Int64) {
        records.removeLast(Int(end - max(start, min(offset, end))))
        life += 1
    }

    /// The topic was deleted and made again.
    mutating func recreate() {
        self = SimulatedLog(life: life + 1)
    }

    init(life: Int = 0) {
        self.life = life
    }
}

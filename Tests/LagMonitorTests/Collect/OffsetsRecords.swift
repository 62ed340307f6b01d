// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Records as brokers write them to the offsets topic (OffsetCommitKey 1, OffsetCommitValue 3).
enum OffsetsRecords {
    static func key(_ group: String, _ topic: String, _ partition: Int32) -> [UInt8] {
        integer(Int16(1)) + text(group) + text(topic) + integer(partition)
    }

    static func value(_ offset: Int64, timestampMs: Int64) -> [UInt8] {
        integer(Int16(3)) + integer(offset) + integer(Int32(-1)) + text("") + integer(timestampMs)
    }

    private static func integer(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    private static func text(_ text: String) -> [UInt8] {
        integer(Int16(text.utf8.count)) + Array(text.utf8)
    }
}

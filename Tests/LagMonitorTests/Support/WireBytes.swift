// Sluice
// SPDX-License-Identifier: Apache-2.0

@testable import LagMonitor

/// Writes Kafka's encodings, for tests.
struct WireBytes {
    var bytes: [UInt8] = []

    init() {}

    init(hex: String) {
        let digits = hex.compactMap(\.hexDigitValue)
        bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    mutating func number<Number: FixedWidthInteger>(_ value: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> Number(shift)))
        }
    }

    mutating func uvarint(_ value: Int) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func text(_ text: String?, isFlexible: Bool = false) {
        let utf8 = Array((text ?? "").utf8)
        if isFlexible {
            uvarint(text == nil ? 0 : utf8.count + 1)
        } else {
            number(text == nil ? -1 : Int16(utf8.count))
        }
        bytes += utf8
    }

    mutating func data(_ data: [UInt8]?, isFlexible: Bool = false) {
        if isFlexible { uvarint(data.map { $0.count + 1 } ?? 0) } else { number(Int32(data?.count ?? -1)) }
        bytes += data ?? []
    }

    mutating func count(_ count: Int, isFlexible: Bool = false) {
        if isFlexible { uvarint(count + 1) } else { number(Int32(count)) }
    }

    static func make(_ body: (inout WireBytes) -> Void) -> [UInt8] {
        var wire = WireBytes()
        body(&wire)
        return wire.bytes
    }

    static func commitKey(_ group: String, _ topic: String, _ partition: Int32, kind: Int16 = 1) -> [UInt8] {
        make {
            $0.number(kind)
            $0.text(group)
            $0.text(topic)
            $0.number(partition)
        }
    }

    static func commit(
        _ offset: Int64, atMs timestampMs: Int64, version: Int16 = 3, metadata: String = "",
        topicID: (Int64, Int64)? = nil
    ) -> [UInt8] {
        make {
            $0.number(version)
            $0.number(offset)
            if version >= 3 { $0.number(Int32(-1)) }
            $0.text(metadata, isFlexible: version == 4)
            $0.number(timestampMs)
            if version == 1 { $0.number(Int64(-1)) }
            guard version == 4 else { return }
            $0.uvarint(topicID == nil ? 0 : 1)
            guard let topicID else { return }
            $0.uvarint(0)
            $0.uvarint(16)
            $0.number(topicID.0)
            $0.number(topicID.1)
        }
    }

    static func groupKey(_ kind: Int16, _ group: String, member: String? = nil) -> [UInt8] {
        make {
            $0.number(kind)
            $0.text(group)
            if let member { $0.text(member) }
        }
    }
}

// Macros take no spans.
extension CommitRecord {
    static func read(_ bytes: [UInt8]) -> CommitRecord? { read(bytes.span.bytes) }

    func isSluice(in bytes: [UInt8]) -> Bool { isSluice(in: bytes.span.bytes) }
}

extension GroupMetadata {
    static func read(_ bytes: [UInt8]) -> GroupMetadata? { read(bytes.span.bytes) }
}

extension ConsumerSubscription {
    static func read(_ bytes: [UInt8]) -> ConsumerSubscription? { read(bytes.span.bytes) }
}

extension ConsumerAssignment {
    static func read(_ bytes: [UInt8]) -> ConsumerAssignment? { read(bytes.span.bytes) }
}

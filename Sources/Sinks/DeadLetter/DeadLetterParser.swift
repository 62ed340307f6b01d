// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// Reads lines that `DeadLetter.encode` has written.
struct DeadLetterParser: ~Copyable {
    /// The fields of a letter.
    private struct Fields {
        var layout = RecordLayout()
        let reason: Slot
        let stage: Slot
        let position: Slot
        let topic: Slot
        let partition: Slot
        let offset: Slot
        let timestamp: Slot
        let key: (text: Slot, base64: Slot)
        let raw: (text: Slot, base64: Slot)

        init() throws(RecordLayoutError) {
            reason = try layout.slot(for: FieldPath(["reason"]))
            stage = try layout.slot(for: FieldPath(["stage"]))
            position = try layout.slot(for: FieldPath(["position"]))
            topic = try layout.slot(for: FieldPath(["topic"]))
            partition = try layout.slot(for: FieldPath(["partition"]))
            offset = try layout.slot(for: FieldPath(["offset"]))
            timestamp = try layout.slot(for: FieldPath(["timestamp"]))
            key = (try layout.slot(for: FieldPath(["key"])), try layout.slot(for: FieldPath(["key_base64"])))
            raw = (try layout.slot(for: FieldPath(["raw"])), try layout.slot(for: FieldPath(["raw_base64"])))
        }
    }

    private let fields: Fields
    private var record: Record

    init() throws(RecordLayoutError) {
        let fields = try Fields()
        self.fields = fields
        record = Record(layout: fields.layout)
    }

    /// The letter in a line; nil where it is none.
    mutating func parse(_ line: RawSpan) -> DeadLetterEntry? {
        record.begin(origin: RecordOrigin(topic: RawSpan(), partition: 0, offset: 0, timestampMs: -1))
        guard record.scan(json: line) == nil, record.kind(of: fields.reason) == .string,
            let partition = integer(fields.partition).flatMap({ Int32(exactly: $0) }),
            let offset = integer(fields.offset), let key = content(fields.key), let payload = content(fields.raw)
        else { return nil }
        return DeadLetterEntry(
            reason: text(fields.reason), stage: text(fields.stage), position: integer(fields.position),
            topic: text(fields.topic), partition: partition, offset: offset, timestampMs: integer(fields.timestamp),
            key: key, payload: payload)
    }

    private func integer(_ slot: Slot) -> Int64? {
        if case .int(let number)? = record.number(of: slot) { number } else { nil }
    }

    private func bytes(_ slot: Slot) -> [UInt8] {
        var scratch = ByteBuffer()
        return record.stringBytes(of: slot, in: &scratch).withUnsafeBytes { Array($0) }
    }

    private func text(_ slot: Slot) -> String { String(decoding: bytes(slot), as: UTF8.self) }

    private func content(_ slots: (text: Slot, base64: Slot)) -> DeadLetterEntry.Content? {
        if record.kind(of: slots.text) == .string { return .text(bytes(slots.text)) }
        guard record.kind(of: slots.base64) == .string else { return DeadLetterEntry.Content.none }
        return Base64.decode(bytes(slots.base64).span).map { .binary($0) }
    }
}

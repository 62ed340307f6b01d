// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// The fields that the record targets look at and change.
struct Fields {
    let layout: RecordLayout
    let slots: [Slot]
    let mark: NameMark

    init() throws {
        var layout = RecordLayout()
        slots = try [
            ["a"], ["b"], ["user"], ["user", "a"], ["user", "b"], ["a", "b"], ["a", "b", "c"], ["é\"\\"], ["a\nb", ""],
            ["new", "deep", "er"], ["token"], ["user", "PASSWORD"],
        ].map { try layout.slot(for: FieldPath($0)) }
        mark = try layout.mark(names: ["password", "TOKEN"])
        self.layout = layout
    }

    /// What a slot says of itself agrees with itself.
    static func read(_ slot: Slot, of record: borrowing Record, into buffer: inout ByteBuffer) {
        let kind = record.kind(of: slot)
        buffer.removeAll()
        record.render(slot, into: &buffer)
        check((kind == .absent) == (buffer.count == 0), "an absent field has a text, or a present one none")
        check((record.bool(of: slot) != nil) == (kind == .bool), "only a bool is a bool")
        check(kind == .number || record.number(of: slot) == nil, "only a number is a number")
        let raw = record.rawBytes(of: slot).byteCount
        switch kind {
        case .absent, .object, .array: check(raw == 0, "what is no scalar has raw bytes")
        case .string: check(raw == buffer.count - 2, "a string is not its text between quotes")
        default: check(raw == buffer.count, "a scalar is not its text")
        }
        let string = record.stringBytes(of: slot, in: &buffer).byteCount
        check(string <= raw && (kind == .string || string == 0), "a string is longer than its text")
        check(record.hasEscapes(slot) || kind != .string || string == raw, "a string without escapes is its text")
    }
}

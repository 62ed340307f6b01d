// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// Edits, three bytes each (what, where, with what), a line break, and the JSON text that they are made to. The output
/// is read again: it is one valid line, and every field is there what it was in the edited record.
final class SerialiserTarget: FuzzTarget {
    static let name = "serialiser"
    private static let editsMax = 24
    /// Copies, each of which may double the record, and replacements in all strings.
    private static let growthsMax = 6
    /// Replacements in one string.
    private static let replacementsMax = 8

    private static let strings: [[UInt8]] =
        [
            "", "plain", "with \"quotes\" @ and \n", "한국어", "\u{0}\u{1f}\\", "a@b.cc",
        ].map { Array($0.utf8) } + [[0xFF, 0x22], [0xC3], Array(repeating: 0x5C, count: 40)]
    private static let values: [[UInt8]] = [
        "{}", "[]", " {\"a\" : {\"b\":[1,{}]}, \"token\":\"x@y\"} ", "[\n1 ,\r\n\"@\"]", "\"\\ud83d\\ude00@\"",
        "-0.0e-7",
        "{\"a\":1,\"a\":{\"b\":{\"c\":2}}}", "{\"PassWord\":{\"a\":1}}", "tru", "1 2", "",
    ].map { Array($0.utf8) }
    private static let doubles: [Double] = [0.1, -0.0, 1e300, .leastNonzeroMagnitude, .nan, .infinity, 1e16, 5]
    private static let integers: [Int64] = [.min, .max, 0, -1]

    private let fields: Fields
    private let reader: OutputReader
    private var buffer = ByteBuffer()
    private var other = ByteBuffer()
    private var record: Record

    init() throws {
        fields = try Fields()
        reader = OutputReader(layout: fields.layout)
        record = Record(layout: fields.layout)
    }

    func run(_ input: UnsafeRawBufferPointer) {
        let (program, text) = input.split(at: 0x0A)
        if input.isSample { record = Record(layout: fields.layout) }
        record.forgetWhatWasLearnt()
        guard record.scan(json: text.bytes) == nil else { return }
        var growths = 0
        for number in 0..<min(program.count / 3, Self.editsMax) {
            let edit = program[3 * number]
            if edit % 10 >= 8 { growths += 1 }
            if edit % 10 >= 8, growths > Self.growthsMax { continue }
            let slot = fields.slots[Int(program[3 * number + 1]) % fields.slots.count]
            apply(edit % 10, to: slot, with: Int(program[3 * number + 2]), &record)
            Fields.read(slot, of: record, into: &buffer)
        }
        for slot in fields.slots { Fields.read(slot, of: record, into: &buffer) }
        guard !record.isOverLimit else { return }
        compare(record)
    }

    private func apply(_ edit: UInt8, to slot: Slot, with choice: Int, _ record: inout Record) {
        func expect(_ kind: ValueKind, _ isSet: Bool) {
            check(!isSet || record.kind(of: slot) == kind, "the field is not \(kind) after it was set")
        }
        let string = Self.strings[choice % Self.strings.count]
        let value = Self.values[choice % Self.values.count]
        switch edit {
        case 0: expect(.string, record.setString(slot, string.span.bytes))
        case 1: expect(.number, record.setInt64(slot, Self.integers[choice % Self.integers.count]))
        case 2: expect(.number, record.setUInt64(slot, .max))
        case 3: expect(.number, record.setDouble(slot, Self.doubles[choice % Self.doubles.count]))
        case 4 where choice % 3 == 0: expect(.null, record.setNull(slot))
        case 4: expect(.bool, record.setBool(slot, true))
        case 5: _ = record.setRawJSON(slot, value.span.bytes)
        case 6:
            record.remove(slot)
            check(record.kind(of: slot) == .absent, "the field is there after it was removed")
        case 7: record.maskFields(fields.mark, with: string.span.bytes)
        case 8: replace(in: &record, choice)
        default:
            let source = fields.slots[choice % fields.slots.count]
            let kind = record.kind(of: source)
            expect(kind, record.copyValue(from: source, to: slot))
        }
    }

    /// Replaces stretches of the strings that hold an `@`, at any place, also within characters.
    private func replace(in record: inout Record, _ choice: Int) {
        let prefilter = StringPrefilter(lengthMin: choice % 3, containing: 0x40, or: choice % 2 == 0 ? nil : 0x5C)
        let string = Self.strings[choice % Self.strings.count]
        record.replaceInStrings(where: prefilter) { text, replacements in
            var place = choice % 5
            while place < text.byteCount, replacements.count < Self.replacementsMax {
                replacements.replace(place..<min(place + choice % 4, text.byteCount), with: string.span.bytes)
                place += 1 + choice % 7
            }
        }
    }

    private func compare(_ record: borrowing Record) {
        reader.check(record) { again in
            for slot in fields.slots {
                buffer.removeAll()
                record.render(slot, into: &buffer)
                other.removeAll()
                again.render(slot, into: &other)
                check(
                    Self.isSame(buffer, other),
                    "\(Self.shown(other)) in the output is \(Self.shown(buffer)) in the record")
            }
        }
    }

    private static func isSame(_ left: borrowing ByteBuffer, _ right: borrowing ByteBuffer) -> Bool {
        left.bytes.withUnsafeBytes { left in right.bytes.withUnsafeBytes { left.elementsEqual($0) } }
    }

    private static func shown(_ text: borrowing ByteBuffer) -> String {
        text.bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self).debugDescription }
    }
}

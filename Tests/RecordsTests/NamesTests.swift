// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Testing

/// Names beyond the table, names in disguise, duplicates and limits of a layout.
@Suite struct NamesTests {
    @Test func surplusNamesStillWorkForSlotsMarksAndDuplicates() throws {
        var layout = RecordLayout()
        let wanted = try layout.slot(for: FieldPath(["deep", "wanted"]))
        let mark = try layout.mark(names: ["late Secret", "pâsswörd"])
        var record = Record(layout: layout)
        for number in 0..<RecordsLimits.learntNamesMax + 500 {
            let text = Array("{\"filler \(number)\":1}".utf8)
            #expect(record.scan(json: text.span.bytes) == nil ? true : false)
        }
        let text = Array(
            (#"{"LATE SECRET":1,"PÂSSWÖRD":2,"late \u0053ecret":3,"#
                + #""new":1,"new":2,"n\u0065w":3,"deep":{"wanted":4,"x":5}}"#).utf8)
        let failure = record.scan(json: text.span.bytes)
        #expect(failure == nil)
        #expect(record.duplicateKeys == 2)
        let number = record.number(of: wanted)
        #expect(number == .int(4))
        let masked = record.maskFields(mark, with: "*".utf8.span.bytes)
        #expect(masked == 3)
        let chunk = ByteChunk(capacity: 16)
        record.serialise(into: chunk)
        let output = chunk.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        #expect(
            output
                == #"{"LATE SECRET":"*","PÂSSWÖRD":"*","late \u0053ecret":"*","n\u0065w":3,"deep":{"wanted":4,"x":5}}"#)
    }

    @Test func longNamesAreTooLongToLearnButNotToUse() throws {
        let long = String(repeating: "n", count: RecordsLimits.layoutNameBytesMax)
        var layout = RecordLayout()
        let slot = try layout.slot(for: FieldPath([long]))
        let mark = try layout.mark(names: [long + "", "x" + String(long.dropFirst())])
        var record = Record(layout: layout)
        let other = "X" + String(long.dropFirst())
        let text = Array("{\"\(long)\":1,\"\(other)\":2,\"\(long)y\":3,\"\(long)y\":4}".utf8)
        let failure = record.scan(json: text.span.bytes)
        let number = record.number(of: slot)
        let masked = record.maskFields(mark, with: "*".utf8.span.bytes)
        #expect(failure == nil && number == .int(1) && masked == 2 && record.duplicateKeys == 1)
    }

    @Test func escapedNamesAreTheNamesTheyStandFor() throws {
        var layout = RecordLayout()
        let slot = try layout.slot(for: FieldPath(["user", "id"]))
        let mark = try layout.mark(names: ["password"])
        let output = edited(#"{"us\u0065r":{"i\u0064":1,"p\u0041ssword":"x"}}"#, layout: layout) { record in
            let number = record.number(of: slot)
            let masked = record.maskFields(mark, with: "*".utf8.span.bytes)
            #expect(number == .int(1) && masked == 1)
        }
        #expect(output == #"{"us\u0065r":{"i\u0064":1,"p\u0041ssword":"*"}}"#)
    }

    @Test func theLastOfEqualNamesWinsWithItsSlots() throws {
        var layout = RecordLayout()
        let inner = try layout.slot(for: FieldPath(["a", "b"]))
        for (text, kind, output) in [
            (#"{"a":{"b":1},"a":2}"#, ValueKind.absent, #"{"a":2}"#),
            (#"{"a":{"b":1},"a":{"b":"x"}}"#, .string, #"{"a":{"b":"x"}}"#),
            (#"{"a":1,"c":0,"a":{"b":null},"d":1}"#, .null, #"{"c":0,"a":{"b":null},"d":1}"#),
            (#"{"a":{"b":1,"b":{}}}"#, .object, #"{"a":{"b":{}}}"#),
        ] {
            let result = edited(text, layout: layout) { record in
                let found = record.kind(of: inner)
                #expect(found == kind)
            }
            #expect(result == output)
        }
    }

    @Test func recordsAreForgottenBetweenScans() throws {
        var layout = RecordLayout()
        let slot = try layout.slot(for: FieldPath(["a"]))
        var record = Record(layout: layout)
        _ = record.scan(json: #"{"a":1,"a":2}"#.utf8.span.bytes)
        record.setNull(slot)
        _ = record.scan(json: #"{"b":1}"#.utf8.span.bytes)
        let kind = record.kind(of: slot)
        #expect(kind == .absent && record.duplicateKeys == 0)
    }

    @Test func layoutsHaveLimits() throws {
        var layout = RecordLayout()
        func code(_ body: () throws -> Void) -> RecordLayoutError.Code? {
            do { try body() } catch { return (error as? RecordLayoutError)?.code }
            return nil
        }
        #expect(code { _ = try layout.slot(for: FieldPath([])) } == .emptyPath)
        let long = Array(repeating: "a", count: RecordsLimits.pathNamesMax + 1)
        #expect(code { _ = try layout.slot(for: FieldPath(long)) } == .pathTooLong)
        let name = String(repeating: "a", count: RecordsLimits.layoutNameBytesMax + 1)
        #expect(code { _ = try layout.slot(for: FieldPath([name])) } == .nameTooLong)
        #expect(
            code { for number in 0... { _ = try layout.slot(for: FieldPath(["\(number)"])) } } == .tooManyNames)
        #expect(code { for _ in 0... { _ = try layout.mark(names: []) } } == .tooManyMarks)
    }

    @Test func oneSlotPerPath() throws {
        var layout = RecordLayout()
        let first = try layout.slot(for: FieldPath(["a", "b"]))
        let other = try layout.slot(for: FieldPath(["a.b"]))
        let again = try layout.slot(for: FieldPath(["a", "b"]))
        #expect(first == again && first != other)
        #expect(layout.path(of: first) == FieldPath(["a", "b"]))
    }
}

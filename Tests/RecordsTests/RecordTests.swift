// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Testing

/// Scans a text, lets a closure change the record and gives what it serialises to.
func edited(
    _ text: String, layout: RecordLayout = RecordLayout(), _ change: (inout Record) -> Void = { _ in }
) -> String {
    var record = Record(layout: layout)
    let bytes = Array(text.utf8)
    if let failure = record.scan(json: bytes.span.bytes) { return "\(failure.code) at \(failure.position)" }
    change(&record)
    let chunk = ByteChunk(capacity: 64)
    record.serialise(into: chunk)
    return chunk.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
}

@Suite struct RecordTests {
    @Test func editsAreVisibleAndSerialised() throws {
        var layout = RecordLayout()
        let id = try layout.slot(for: FieldPath(["user", "id"]))
        let city = try layout.slot(for: FieldPath(["user", "geo", "city"]))
        let drop = try layout.slot(for: FieldPath(["drop"]))
        let mark = try layout.mark(names: ["Password"])
        let output = edited(
            #"{"drop": 1, "user": {"id": "u1", "PASSWORD": [1,2]}, "a": [{"password": "x"}], "a2": "é\n"}"#,
            layout: layout
        ) { record in
            let length = record.rawBytes(of: id).byteCount
            #expect(length == 2)
            record.setString(city, "Se\"oul".utf8.span.bytes)
            record.setInt64(id, -42)
            let number = record.number(of: id)
            #expect(number == .int(-42))
            record.remove(drop)
            let masked = record.maskFields(mark, with: "***".utf8.span.bytes)
            #expect(masked == 2)
        }
        #expect(
            output
                == #"{"user": {"id": -42, "PASSWORD": "***","geo":{"city":"Se\"oul"}}, "#
                + #""a": [{"password": "***"}], "a2": "é\n"}"#
        )
    }

    /// Found by the fuzz target `serialiser`.
    @Test func replacingAnAddedObjectForgetsNoFieldOutsideIt() throws {
        var layout = RecordLayout()
        let user = try layout.slot(for: FieldPath(["user"]))
        let first = try layout.slot(for: FieldPath(["user", "a"]))
        let second = try layout.slot(for: FieldPath(["user", "b"]))
        let token = try layout.slot(for: FieldPath(["token"]))
        let output = edited("{}", layout: layout) { record in
            record.setRawJSON(first, #"{"c": 1}"#.utf8.span.bytes)
            record.remove(first)
            record.setBool(token, true)
            record.setBool(second, true)
            record.setNull(user)
            let kind = record.kind(of: token)
            #expect(kind == .bool)
            record.remove(token)
        }
        #expect(output == #"{"user":null}"#)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A file of timestamps and values with a header line, read row by row.
///
/// Fields stand between commas, may be quoted (doubled quotes inside), lines end with `\n` or `\r\n`. Nothing is thrown
/// away: each line that has something in it is a row, and one that cannot be understood says why.
package struct SeriesFile: Sendable {
    package struct Row: Sendable, Equatable {
        /// From 1.
        package let line: Int
        /// As they stand in the file, quotes included.
        package let timestamp: String
        package let value: String
        package let content: Content
    }

    package enum Content: Sendable, Equatable {
        case sample(timeMs: Int64, value: Double)
        /// A row as it should be whose value is missing or not finite.
        case noNumber
        /// What cannot be understood, in words.
        case unreadable(String)
    }

    package let rows: [Row]
    /// What is wrong with the file as a whole, such as a missing header.
    package let errors: [String]
    /// Lines without anything in them.
    package let emptyLines: Int

    package init(_ bytes: [UInt8]) {
        var bytes = bytes[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        var rows: [Row] = []
        var errors: [String] = []
        var empty = 0
        var columns: (time: Int, value: Int)?
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
                // What follows the last newline is no line.
                if line.endIndex < bytes.endIndex { empty += 1 }
                continue
            }
            let fields = Self.fields(text)
            if columns == nil {
                columns = Self.columns(fields)
                if columns != nil { continue }
                errors.append("line \(index + 1): no header: a first line such as 'timestamp,value' is needed")
                columns = (0, 1)
            }
            rows.append(Self.row(index + 1, text, fields, columns ?? (0, 1)))
        }
        if columns == nil { errors.append("the file is empty: a first line such as 'timestamp,value' is needed") }
        (self.rows, self.errors, emptyLines) = (rows, errors, empty)
    }

    /// One field as it stands in the file, and what it says; nil where a quote has no end.
    private struct Field {
        let raw: ArraySlice<UInt8>
        let text: String?
    }

    /// The columns that a header names; nil of a line that is no header.
    private static func columns(_ fields: [Field]) -> (time: Int, value: Int)? {
        guard fields.count >= 2, let first = fields[0].text, SeriesTime.milliseconds(of: trimmed(first)) == nil,
            let second = fields[1].text, Double(trimmed(second)) == nil
        else { return nil }
        let names = fields.map { trimmed($0.text ?? "").lowercased() }
        return (names.firstIndex(of: "timestamp") ?? 0, names.firstIndex(of: "value") ?? 1)
    }

    private static func row(
        _ line: Int, _ text: ArraySlice<UInt8>, _ fields: [Field], _ columns: (time: Int, value: Int)
    ) -> Row {
        func raw(_ column: Int) -> String {
            fields.indices.contains(column) ? String(decoding: fields[column].raw, as: UTF8.self) : ""
        }
        return Row(
            line: line, timestamp: raw(columns.time), value: raw(columns.value), content: content(fields, columns))
    }

    private static func content(_ fields: [Field], _ columns: (time: Int, value: Int)) -> Content {
        guard fields.indices.contains(max(columns.time, columns.value)) else {
            return .unreadable("\(fields.count) of \(max(columns.time, columns.value) + 1) fields")
        }
        guard let time = fields[columns.time].text, let value = fields[columns.value].text else {
            return .unreadable("a quote is not closed, or something follows it")
        }
        guard let timeMs = SeriesTime.milliseconds(of: trimmed(time)) else {
            return .unreadable("the timestamp is neither 'YYYY-MM-DD HH:MM:SS' nor RFC 3339")
        }
        let number = trimmed(value)
        if number.isEmpty { return .noNumber }
        guard let value = Double(number) else {
            return ["na", "n/a", "null", "none"].contains(number.lowercased())
                ? .noNumber : .unreadable("the value is not a number")
        }
        return value.isFinite ? .sample(timeMs: timeMs, value: value) : .noNumber
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank = { (byte: Character) in byte == " " || byte == "\t" }
        return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    private static func fields(_ line: ArraySlice<UInt8>) -> [Field] {
        var fields: [Field] = []
        var start = line.startIndex
        while true {
            var end = start
            var isQuoted = false
            while end < line.endIndex, isQuoted || line[end] != UInt8(ascii: ",") {
                if line[end] == UInt8(ascii: "\"") { isQuoted.toggle() }
                end += 1
            }
            fields.append(Field(raw: line[start..<end], text: isQuoted ? nil : unquoted(line[start..<end])))
            if end == line.endIndex { return fields }
            start = end + 1
        }
    }

    private static func unquoted(_ raw: ArraySlice<UInt8>) -> String? {
        guard raw.contains(UInt8(ascii: "\"")) else { return String(decoding: raw, as: UTF8.self) }
        guard raw.count >= 2, raw.first == UInt8(ascii: "\""), raw.last == UInt8(ascii: "\"") else { return nil }
        var bytes: [UInt8] = []
        var inside = raw.dropFirst().dropLast()
        while let byte = inside.popFirst() {
            if byte == UInt8(ascii: "\""), inside.popFirst() != UInt8(ascii: "\"") { return nil }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

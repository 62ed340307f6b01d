// Sluice
// SPDX-License-Identifier: Apache-2.0

import YAML

/// Reads a TOML text statement by statement into tables.
struct TOMLReader {
    /// One name of a dotted key.
    struct Key {
        let name: String
        let span: SourceSpan
    }

    private(set) var root = TOMLTable(.implied)
    private(set) var errors: [TOMLError] = []
    private var scanner: TOMLScanner
    /// The table that the last header named.
    private var current: [Key] = []
    private var values = 0

    init(_ source: SourceText) {
        scanner = TOMLScanner(source)
    }

    mutating func read() {
        while true {
            scanner.skipBlankLines()
            guard !scanner.isAtEnd else { return }
            do throws(TOMLError) {
                try statement()
                try scanner.endLine()
            } catch {
                errors.append(error)
                // Further lines of a header that is wrong would land in the wrong table; that is harmless here, since
                // a document with errors is used for its errors alone.
                guard errors.count < YAMLLimits.errorsMax, values <= MonitorFileLimits.tomlValuesMax else { return }
                scanner.skipLine()
            }
        }
    }

    private mutating func statement() throws(TOMLError) {
        if scanner.peek() == UInt8(ascii: "[") { return try header() }
        let path = try key()
        scanner.skipBlanks()
        guard scanner.take(UInt8(ascii: "=")) else {
            throw scanner.error("expected '=' after the key", hint: "strings, also those in lists, need quotes")
        }
        scanner.skipBlanks()
        let value = try value(depth: 1)
        try assign(value, to: path)
    }

    private mutating func header() throws(TOMLError) {
        let start = scanner.offset
        scanner.advance()
        if scanner.peek() == UInt8(ascii: "[") {
            throw TOMLError(
                "arrays of tables are not supported", at: scanner.span(from: start, to: start + 2),
                hint: "name each table: [section.name]")
        }
        scanner.skipBlanks()
        let path = try key()
        scanner.skipBlanks()
        guard scanner.take(UInt8(ascii: "]")) else { throw scanner.error("expected ']' after the table's name") }
        try count(at: scanner.span(from: start))
        current = path
        try Self.open(path[...], in: &root)
    }

    private mutating func key() throws(TOMLError) -> [Key] {
        var path: [Key] = []
        while true {
            let start = scanner.offset
            let name = try scanner.simpleKey()
            path.append(Key(name: name, span: scanner.span(from: start)))
            guard path.count <= MonitorFileLimits.tomlDepthMax else {
                throw TOMLError(
                    "a key of more than \(MonitorFileLimits.tomlDepthMax) names", at: scanner.span(from: start))
            }
            let end = scanner.offset
            scanner.skipBlanks()
            guard scanner.take(UInt8(ascii: ".")) else {
                scanner.offset = end
                return path
            }
            scanner.skipBlanks()
        }
    }

    private mutating func value(depth: Int) throws(TOMLError) -> TOMLValue {
        let start = scanner.offset
        try count(at: scanner.span(from: start))
        guard depth <= MonitorFileLimits.tomlDepthMax else {
            throw scanner.error("nested more than \(MonitorFileLimits.tomlDepthMax) levels deep")
        }
        switch scanner.peek() {
        case UInt8(ascii: "["): return TOMLValue(.array(try array(depth)), span: scanner.span(from: start))
        case UInt8(ascii: "{"): return TOMLValue(.table(try inlineTable(depth)), span: scanner.span(from: start))
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return TOMLValue(.string(try scanner.string()), span: scanner.span(from: start))
        default: return TOMLValue(try scanner.plain(), span: scanner.span(from: start))
        }
    }

    private mutating func array(_ depth: Int) throws(TOMLError) -> [TOMLValue] {
        let start = scanner.offset
        scanner.advance()
        var items: [TOMLValue] = []
        while true {
            scanner.skipBlankLines()
            if scanner.take(UInt8(ascii: "]")) { return items }
            guard !scanner.isAtEnd else {
                throw TOMLError(
                    "a list that is not closed", at: scanner.span(from: start, to: start + 1), hint: "add ']'")
            }
            items.append(try value(depth: depth + 1))
            scanner.skipBlankLines()
            if !scanner.take(UInt8(ascii: ",")), scanner.peek() != UInt8(ascii: "]"), !scanner.isAtEnd {
                throw scanner.error("expected ',' or ']' in the list")
            }
        }
    }

    private mutating func inlineTable(_ depth: Int) throws(TOMLError) -> TOMLTable {
        scanner.advance()
        var table = TOMLTable(.implied)
        scanner.skipBlanks()
        if scanner.take(UInt8(ascii: "}")) {
            table.origin = .inline
            return table
        }
        while true {
            scanner.skipBlanks()
            let path = try key()
            scanner.skipBlanks()
            guard scanner.take(UInt8(ascii: "=")) else { throw scanner.error("expected '=' after the key") }
            scanner.skipBlanks()
            try Self.add(try value(depth: depth + path.count), at: path[...], to: &table)
            scanner.skipBlanks()
            if scanner.take(UInt8(ascii: "}")) {
                table.origin = .inline
                return table
            }
            guard scanner.take(UInt8(ascii: ",")) else { throw scanner.error("expected ',' or '}' in the table") }
        }
    }

    private mutating func count(at span: SourceSpan) throws(TOMLError) {
        values += 1
        guard values > MonitorFileLimits.tomlValuesMax else { return }
        throw TOMLError("more than \(MonitorFileLimits.tomlValuesMax) values", at: span)
    }
}

extension TOMLReader {
    /// Makes the table of a header.
    private static func open(_ path: ArraySlice<Key>, in table: inout TOMLTable) throws(TOMLError) {
        guard let key = path.first else { return }
        let isLast = path.count == 1
        switch table.holding(key.name) {
        case .nothing:
            table.add(key.name, at: key.span, TOMLValue(.table(TOMLTable(isLast ? .header : .implied)), span: key.span))
        case .table(.implied): break
        case .table(.header) where !isLast: break
        default: throw twice(key, in: table)
        }
        try table.edit(key.name) { (nested) throws(TOMLError) in
            if isLast { nested.origin = .header }
            try open(path.dropFirst(), in: &nested)
        }
    }

    /// Puts a value below the last header.
    private mutating func assign(_ value: TOMLValue, to path: [Key]) throws(TOMLError) {
        try Self.descend(current[...], in: &root) { (table) throws(TOMLError) in
            try Self.add(value, at: path[...], to: &table)
        }
    }

    private static func descend(
        _ path: ArraySlice<Key>, in table: inout TOMLTable, _ body: (inout TOMLTable) throws(TOMLError) -> Void
    ) throws(TOMLError) {
        guard let key = path.first else { return try body(&table) }
        try table.edit(key.name) { (nested) throws(TOMLError) in
            try descend(path.dropFirst(), in: &nested, body)
        }
    }

    /// Adds a value at a dotted key, making tables on the way.
    private static func add(
        _ value: TOMLValue, at path: ArraySlice<Key>, to table: inout TOMLTable
    ) throws(TOMLError) {
        guard let key = path.first else { return }
        switch table.holding(key.name) {
        case .nothing where path.count == 1: return table.add(key.name, at: key.span, value)
        case .nothing: table.add(key.name, at: key.span, TOMLValue(.table(TOMLTable(.dotted)), span: key.span))
        case .table(.dotted) where path.count > 1: break
        default: throw twice(key, in: table)
        }
        try table.edit(key.name) { (nested) throws(TOMLError) in
            try add(value, at: path.dropFirst(), to: &nested)
        }
    }

    private static func twice(_ key: Key, in table: TOMLTable) -> TOMLError {
        TOMLError(
            "'\(key.name)' is written twice", at: key.span,
            hint: table.keySpan(key.name).map { "the first one is in line \($0.start.line)" })
    }
}

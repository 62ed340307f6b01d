// Sluice
// SPDX-License-Identifier: Apache-2.0

package import YAML

/// A value of a TOML text with its place.
package struct TOMLValue: Sendable {
    package indirect enum Content: Sendable {
        case string(String)
        case integer(Int64)
        case float(Double)
        case boolean(Bool)
        case array([TOMLValue])
        case table(TOMLTable)
    }

    package let content: Content
    package let span: SourceSpan

    package init(_ content: Content, span: SourceSpan) {
        self.content = content
        self.span = span
    }

    /// What the value is, for messages: "a number".
    package var kind: String {
        switch content {
        case .string: "text"
        case .integer, .float: "a number"
        case .boolean: "true or false"
        case .array: "a list"
        case .table: "a table"
        }
    }
}

/// Keys in the order of the text.
package struct TOMLTable: Sendable {
    package struct Entry: Sendable {
        package let key: String
        package let keySpan: SourceSpan
        package fileprivate(set) var value: TOMLValue
    }

    /// How a table came to be: what may be added to it later depends on it (TOML 1.0, "Table").
    enum Origin: Sendable {
        /// By `[a.b]`, which may be written once.
        case header
        /// As a part of a longer header: its own header may follow.
        case implied
        /// By `a.b = 1`.
        case dotted
        /// By `{a = 1}`, which is complete.
        case inline
    }

    package private(set) var entries: [Entry] = []
    var origin: Origin
    private var places: [String: Int] = [:]

    init(_ origin: Origin) { self.origin = origin }

    package subscript(key: String) -> TOMLValue? { places[key].map { entries[$0].value } }

    /// The span of a key that is there.
    func keySpan(_ key: String) -> SourceSpan? { places[key].map { entries[$0].keySpan } }

    mutating func add(_ key: String, at span: SourceSpan, _ value: TOMLValue) {
        places[key] = entries.count
        entries.append(Entry(key: key, keySpan: span, value: value))
    }

    /// What a key holds, as far as it decides what may be added.
    enum Holding {
        case nothing
        case value
        case table(Origin)
    }

    func holding(_ key: String) -> Holding {
        guard let place = places[key] else { return .nothing }
        if case .table(let table) = entries[place].value.content { return .table(table.origin) }
        return .value
    }

    /// Changes the table that a key holds in place, without a copy of it; does nothing where there is none.
    mutating func edit(
        _ key: String, _ body: (inout TOMLTable) throws(TOMLError) -> Void
    ) throws(TOMLError) {
        guard let place = places[key], var table = takeTable(at: place) else { return }
        defer { entries[place].value = TOMLValue(.table(table), span: entries[place].value.span) }
        try body(&table)
    }

    /// Takes a table out, so that it has one owner.
    private mutating func takeTable(at place: Int) -> TOMLTable? {
        guard case .table(let table) = entries[place].value.content else { return nil }
        entries[place].value = TOMLValue(.boolean(false), span: entries[place].value.span)
        return table
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Fields and the scalars that they get in every record, rendered at load: nothing is escaped or formatted again.
public struct ConstantFields: Sendable {
    struct Field: Sendable {
        var slot: Slot
        var kind: ValueKind
        var isEscaped: Bool
        /// Range of the JSON text in `texts`, strings with their quotes.
        var start: Int
        var end: Int
    }

    private(set) var fields: [Field] = []
    /// Behind the last text comes room for copies that take more than they need.
    private(set) var texts = [UInt8](repeating: 0, count: ByteBuffer.appendSlack)

    /// Without fields.
    public init() {}

    /// Number of fields.
    public var count: Int { fields.count }

    /// Adds a field.
    ///
    /// - Parameters:
    ///   - json: what ``Record/render(_:into:)-(Slot,_)`` gave for a scalar of the kind; not checked.
    ///   - isEscaped: whether a string's text holds a backslash.
    public mutating func append(_ slot: Slot, _ kind: ValueKind, json: [UInt8], isEscaped: Bool) {
        let start = texts.count - ByteBuffer.appendSlack
        texts.replaceSubrange(start..<start, with: json)
        fields.append(
            Field(slot: slot, kind: kind, isEscaped: isEscaped, start: start, end: start + json.count))
    }
}

extension Record {
    /// Sets some of the fields, in order.
    ///
    /// - Returns: false where a parent is not an object or a limit is reached; the fields before that one are set.
    @discardableResult
    public mutating func set(_ constants: borrowing ConstantFields, _ range: Range<Int>) -> Bool {
        if range.isEmpty { return true }
        let fields = constants.fields.span
        let first = fields[range.lowerBound].start
        let length = fields[range.upperBound &- 1].end &- first
        guard scratch.count &+ length < RecordsLimits.editBytesMax - 128 else { return false }
        // One copy for all; where each text came to lie is its old place and this.
        let shift = scratch.count &- first
        unsafe scratch.append(Bytes(constants.texts.span.bytes), from: first, to: first &+ length)
        for index in range {
            let field = fields[index]
            let margin = field.kind == .string ? 1 : 0
            let content = unsafe Range(
                uncheckedBounds: (field.start &+ shift &+ margin, field.end &+ shift &- margin))
            guard canSet(field.slot, bytes: 0), set(field.slot, field.kind, content, isEscaped: field.isEscaped)
            else { return false }
        }
        return true
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Fields and the scalars that they get in every record, rendered at load: nothing is escaped or formatted again.
public struct ConstantFields: Sendable {
    struct Field: Sendable {
        var slot: Slot
        var kind: ValueKind
        var isEscaped: Bool
        /// Range of the JSON text in `texts`, strings without their quotes.
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
        let end = texts.count - ByteBuffer.appendSlack
        let margin = kind == .string ? 1 : 0
        texts.replaceSubrange(end..<end, with: json)
        fields.append(
            Field(
                slot: slot, kind: kind, isEscaped: isEscaped, start: end + margin, end: end + json.count - margin))
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
        // With the quotes around it, if any; what belongs to the texts beside it does no harm.
        let first = max(0, fields[range.lowerBound].start &- 1)
        let length = fields[range.upperBound &- 1].end &+ 1 &- first
        guard scratch.count &+ length < RecordsLimits.editBytesMax - 128 else { return false }
        // One copy for all; where each text came to lie is its old place and this.
        let shift = scratch.count &- first
        unsafe scratch.append(Bytes(constants.texts.span.bytes), from: first, to: first &+ length)
        for index in range {
            let field = fields[index]
            let content = unsafe Range(uncheckedBounds: (field.start &+ shift, field.end &+ shift))
            guard canSet(field.slot, bytes: 0), set(field.slot, field.kind, content, isEscaped: field.isEscaped)
            else { return false }
        }
        return true
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Records

/// The JSON text of an expression's value, where that is the same scalar for every record.
struct ConstantText {
    let kind: ValueKind
    /// Strings with their quotes.
    let json: [UInt8]
    let isEscaped: Bool

    /// Nil where the value depends on the record, is a list or map, or is an error: those are evaluated per record.
    init?(_ expression: Expression) {
        var layout = RecordLayout()
        guard expression.isConstant, let slot = try? layout.slot(for: FieldPath(["value"])) else { return nil }
        let empty: [UInt8] = [0x7b, 0x7d]
        var record = Record(layout: layout)
        record.begin(origin: RecordOrigin(topic: empty.span.bytes, partition: 0, offset: 0, timestampMs: -1))
        var evaluator = Evaluator()
        guard record.scan(json: empty.span.bytes) == nil,
            evaluator.assign(expression, to: slot, in: &record) == nil
        else { return nil }
        let kind = record.kind(of: slot)
        if kind == .absent || kind == .object || kind == .array { return nil }
        self.kind = kind
        isEscaped = record.hasEscapes(slot)
        var text = ByteBuffer()
        record.render(slot, into: &text)
        json = text.bytes.withUnsafeBytes { Array($0) }
    }
}

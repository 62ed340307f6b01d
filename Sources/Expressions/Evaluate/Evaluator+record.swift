// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Evaluator {
    /// The value of a field.
    mutating func field(_ slot: Int, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        let place = p.slots[slot]
        switch r.kind(of: place) {
        case .absent: return .error(.noSuchField, at: index)
        case .null: return .null
        case .bool: return .bool(r.bool(of: place) ?? false)
        case .number: return Self.number(r.number(of: place), index)
        case .string:
            if r.hasEscapes(place) {
                let start = work.scratch.count
                Self.unescape(r.value(at: place), r, &decoded, &work.scratch)
                return work.built(from: start)
            }
            return .range(.string, .field, owner: slot, start: 0, count: r.rawBytes(of: place).byteCount)
        case .object, .array:
            guard let reference = r.value(at: place) else { return .error(.noSuchField, at: index) }
            return container(reference, r)
        }
    }

    /// Integers that fit int are int, all other numbers double.
    private static func number(_ number: NumberValue?, _ index: Int) -> Value {
        switch number {
        case .int(let value): .int(value)
        case .uint(let value): .double(Double(value))
        case .double(let value): .double(value)
        case nil: .error(.invalidConversion, at: index)
        }
    }

    private mutating func container(_ reference: ValueRef, _ r: borrowing Record) -> Value {
        work.references.append(reference)
        let kind: Value.Kind = r.kind(of: reference) == .array ? .jsonList : .jsonMap
        return Value(kind: kind, source: .element, owner: UInt32(truncatingIfNeeded: work.references.count - 1))
    }

    private static func unescape(
        _ string: ValueRef?, _ r: borrowing Record, _ decoded: inout ByteBuffer, _ scratch: inout ByteBuffer
    ) {
        guard let string else { return }
        scratch.append(r.stringBytes(of: string, in: &decoded))
    }

    /// The value of an element or member of an array or object.
    private mutating func element(_ reference: ValueRef, _ index: Int, _ r: borrowing Record) -> Value {
        switch r.kind(of: reference) {
        case .absent: return .error(.noSuchField, at: index)
        case .null: return .null
        case .bool: return .bool(r.bool(of: reference) ?? false)
        case .number: return Self.number(r.number(of: reference), index)
        case .string:
            if r.hasEscapes(reference) {
                let start = work.scratch.count
                Self.unescape(reference, r, &decoded, &work.scratch)
                return work.built(from: start)
            }
            work.references.append(reference)
            return .range(
                .string, .element, owner: work.references.count - 1, start: 0,
                count: r.rawBytes(of: reference).byteCount)
        case .object, .array:
            return container(reference, r)
        }
    }

    /// The elements of an array, or the keys and values of an object, among the evaluator's values.
    ///
    /// What is no list or map of the record stays as it is.
    mutating func materialised(_ value: Value, _ index: Int, _ r: borrowing Record) -> Value {
        guard value.kind == .jsonList || value.kind == .jsonMap else { return value }
        let parent = work.references[Int(value.owner)]
        let first = values.count
        var next = r.firstChild(of: parent)
        while let child = next {
            guard takeTurn(), values.count < ExpressionsLimits.valuesMax else {
                return .error(.limitExceeded, at: index)
            }
            if value.kind == .jsonMap {
                let start = work.scratch.count
                r.withName(of: child) { work.scratch.append($0) }
                values.append(.range(.string, .scratch, owner: 0, start: start, count: work.scratch.count - start))
            }
            let element = element(child, index, r)
            if element.isError { return element }
            values.append(element)
            next = r.child(after: child, in: parent)
        }
        guard work.scratch.count <= ExpressionsLimits.scratchBytesMax else { return .error(.limitExceeded, at: index) }
        let isMap = value.kind == .jsonMap
        let count = (values.count - first) / (isMap ? 2 : 1)
        return .range(isMap ? .map : .list, .literal, owner: 0, start: first, count: count)
    }

    func origin(_ node: Program.Node, _ index: Int, _ r: borrowing Record) -> Value {
        switch OriginField.allCases[Int(node.a)] {
        case .topic: return text(r.topic, .topic, owner: 0, index)
        case .partition: return .int(Int64(r.partition))
        case .offset: return .int(r.offset)
        case .timestamp: return r.timestampMs < 0 ? .error(.noSuchField, at: index) : .int(r.timestampMs)
        case .key:
            guard let key = r.key else { return .error(.noSuchField, at: index) }
            return text(key, .key, owner: 0, index)
        }
    }

    func header(_ node: Program.Node, _ index: Int, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        guard let value = r.header(named: p.text(TextRange(bits: node.bits))) else {
            return .error(.noSuchKey, at: index)
        }
        return text(value, .header, owner: index, index)
    }

    /// Bytes that producers chose freely: a string only if they are UTF-8.
    private func text(_ bytes: RawSpan, _ source: Value.Source, owner: Int, _ index: Int) -> Value {
        guard bytes.isUTF8 else { return .error(.invalidUTF8, at: index) }
        return .range(.string, source, owner: owner, start: 0, count: bytes.byteCount)
    }
}

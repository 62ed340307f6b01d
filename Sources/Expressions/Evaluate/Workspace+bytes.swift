// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Workspace {
    /// The bytes of a string or of bytes, wherever they lie; valid until the scratch grows.
    @_lifetime(borrow self, borrow p, borrow r)
    func bytes(of value: Value, _ p: borrowing Program, _ r: borrowing Record) -> RawSpan {
        let range = value.start..<value.start + value.count
        switch value.source {
        case .literal: return p.text.span.bytes.extracting(range)
        case .field: return r.rawBytes(of: p.slots[Int(value.owner)]).extracting(range)
        case .element: return r.rawBytes(of: references[Int(value.owner)]).extracting(range)
        case .scratch: return scratch.bytes.extracting(range)
        case .topic: return r.topic.extracting(range)
        case .key:
            if let key = r.key { return key.extracting(range) }
        case .header:
            if let header = r.header(named: p.text(TextRange(bits: p.nodes[Int(value.owner)].bits))) {
                return header.extracting(range)
            }
        }
        // A key or header was there when its value was made, and the record does not change in between.
        return scratch.bytes.extracting(first: 0)
    }

    /// Code points of a string.
    func codePoints(of value: Value, _ p: borrowing Program, _ r: borrowing Record) -> Int {
        bytes(of: value, p, r).codePointCount
    }

    /// One byte of a string, for walks during which the scratch grows.
    func byte(at index: Int, of value: Value, _ p: borrowing Program, _ r: borrowing Record) -> UInt8 {
        bytes(of: value, p, r).byte(at: index)
    }

    /// Appends the bytes of a string to the scratch; false at its limit.
    mutating func append(_ value: Value, _ p: borrowing Program, _ r: borrowing Record) -> Bool {
        guard scratch.count + value.count <= ExpressionsLimits.scratchBytesMax else { return false }
        let range = value.start..<value.start + value.count
        switch value.source {
        case .literal: scratch.append(p.text.span.bytes.extracting(range))
        case .field: scratch.append(r.rawBytes(of: p.slots[Int(value.owner)]).extracting(range))
        case .element: scratch.append(r.rawBytes(of: references[Int(value.owner)]).extracting(range))
        case .topic: scratch.append(r.topic.extracting(range))
        case .key:
            if let key = r.key { scratch.append(key.extracting(range)) }
        case .header:
            if let header = r.header(named: p.text(TextRange(bits: p.nodes[Int(value.owner)].bits))) {
                scratch.append(header.extracting(range))
            }
        case .scratch:
            scratch.reserve(value.count)
            for index in 0..<value.count { scratch.append(byte(at: index, of: value, p, r)) }
        }
        return true
    }
}

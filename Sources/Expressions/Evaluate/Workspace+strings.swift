// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

extension Workspace {
    func test(_ code: FunctionCode, _ text: Value, _ part: Value, _ p: borrowing Program, _ r: borrowing Record)
        -> Value
    {
        let text = bytes(of: text, p, r)
        let part = bytes(of: part, p, r)
        switch code {
        case .contains: return .bool(text.firstOffset(of: part) >= 0)
        case .startsWith: return .bool(text.holds(part, at: 0))
        default: return .bool(text.holds(part, at: text.byteCount - part.byteCount))
        }
    }

    func indexOf(_ text: Value, _ part: Value, from: Value?, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        let text = bytes(of: text, p, r)
        var start = 0
        if let from {
            guard from.kind == .int else { return Value.mismatch }
            guard let offset = text.offset(ofCodePoint: from.asInt) else { return .error(.indexOutOfRange) }
            start = offset
        }
        let found = text.firstOffset(of: bytes(of: part, p, r), from: start)
        return .int(found < 0 ? -1 : Int64(text.codePoints(upTo: found)))
    }

    func lastIndexOf(_ text: Value, _ part: Value, upTo: Value?, _ p: borrowing Program, _ r: borrowing Record) -> Value
    {
        let text = bytes(of: text, p, r)
        var end = text.byteCount
        if let upTo {
            guard upTo.kind == .int else { return Value.mismatch }
            guard let offset = text.offset(ofCodePoint: upTo.asInt) else { return .error(.indexOutOfRange) }
            end = offset
        }
        let found = text.lastOffset(of: bytes(of: part, p, r), upTo: end)
        return .int(found < 0 ? -1 : Int64(text.codePoints(upTo: found)))
    }

    func charAt(_ text: Value, _ index: Value, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        guard index.kind == .int else { return Value.mismatch }
        let bytes = bytes(of: text, p, r)
        guard let start = bytes.offset(ofCodePoint: index.asInt) else { return .error(.indexOutOfRange) }
        var end = min(start + 1, bytes.byteCount)
        while end < bytes.byteCount, bytes.byte(at: end) & 0xC0 == 0x80 { end += 1 }
        return text.part(from: start, count: end - start)
    }

    func substring(_ text: Value, _ from: Value, _ to: Value?, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        guard from.kind == .int, to?.kind ?? .int == .int else { return Value.mismatch }
        let bytes = bytes(of: text, p, r)
        guard let start = bytes.offset(ofCodePoint: from.asInt) else { return .error(.indexOutOfRange) }
        guard let end = to.map({ bytes.offset(ofCodePoint: $0.asInt) }) ?? bytes.byteCount, start <= end else {
            return .error(.indexOutOfRange)
        }
        return text.part(from: start, count: end - start)
    }

    func trim(_ text: Value, _ p: borrowing Program, _ r: borrowing Record) -> Value {
        let bytes = bytes(of: text, p, r)
        var start = 0
        while start < bytes.byteCount {
            let length = bytes.whiteSpaceLength(at: start)
            if length == 0 { break }
            start += length
        }
        var end = bytes.byteCount
        while end > start {
            var last = end - 1
            while last > start, bytes.byte(at: last) & 0xC0 == 0x80 { last -= 1 }
            if last + bytes.whiteSpaceLength(at: last) != end { break }
            end = last
        }
        return text.part(from: start, count: end - start)
    }

    /// Letters of one case become those of the other.
    mutating func mapAscii(
        _ text: Value, from letters: ClosedRange<UInt8>, _ p: borrowing Program, _ r: borrowing Record
    ) -> Value {
        guard scratch.count + text.count <= ExpressionsLimits.scratchBytesMax else { return .error(.limitExceeded) }
        let start = scratch.count
        scratch.reserve(text.count)
        for index in 0..<text.count {
            let byte = byte(at: index, of: text, p, r)
            scratch.append(letters.contains(byte) ? byte ^ 0x20 : byte)
        }
        return built(from: start)
    }

    /// Copies all three texts to the scratch first: the result grows there while they are read.
    mutating func replace(
        _ text: Value, _ old: Value, _ new: Value, limit: Value, _ p: borrowing Program, _ r: borrowing Record
    ) -> Value {
        guard new.kind == .string, limit.kind == .int else { return Value.mismatch }
        var left = limit.asInt < 0 ? Int64.max : limit.asInt
        let textStart = scratch.count
        guard append(text, p, r) else { return .error(.limitExceeded) }
        let oldStart = scratch.count
        guard append(old, p, r) else { return .error(.limitExceeded) }
        let newStart = scratch.count
        guard append(new, p, r) else { return .error(.limitExceeded) }
        let start = scratch.count
        var position = textStart
        while position <= oldStart {
            let isHere = left > 0 && position + old.count <= oldStart && scratchHolds(old.count, oldStart, at: position)
            if isHere {
                left -= 1
                guard appendScratch(newStart, start - newStart) else { return .error(.limitExceeded) }
                position += old.count
            }
            guard !isHere || old.count == 0 else { continue }
            guard position < oldStart else { break }
            repeat {
                scratch.append(scratch.bytes.byte(at: position))
                position += 1
            } while position < oldStart && scratch.bytes.byte(at: position) & 0xC0 == 0x80
        }
        return built(from: start)
    }

    private func scratchHolds(_ count: Int, _ start: Int, at position: Int) -> Bool {
        scratch.bytes.extracting(start..<start + count).isEqual(
            to: scratch.bytes.extracting(position..<position + count))
    }

    private mutating func appendScratch(_ start: Int, _ count: Int) -> Bool {
        guard scratch.count + count <= ExpressionsLimits.scratchBytesMax else { return false }
        for index in start..<start + count { scratch.append(scratch.bytes.byte(at: index)) }
        return true
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Finds the fields of a line in the combined or the common log format of Apache and nginx.
///
/// Real logs break the rules: users with spaces, requests without a protocol, with spaces and unescaped quotes. A
/// quoted field therefore ends at the first quote behind which the rest of the line makes sense.
enum CombinedParser {
    /// Fills in the fields; nil where the line is sound.
    static func parse(_ line: borrowing Span<UInt8>, into fields: inout CombinedLine) -> CombinedFailure? {
        let end = trimmedEnd(line)
        guard end > 0 else { return CombinedFailure(code: .emptyLine, position: 0) }
        var position = 0
        guard let host = token(line, &position, end), let ident = token(line, &position, end) else {
            return CombinedFailure(code: position >= end ? .truncatedLine : .malformedLine, position: position)
        }
        fields.host = host
        fields.ident = ident
        if let failure = userAndTime(line, &position, end, &fields) { return failure }
        if let failure = request(line, &position, end, &fields) { return failure }
        return trailer(line, position, end, &fields)
    }

    private static func trimmedEnd(_ line: borrowing Span<UInt8>) -> Int {
        var end = line.count
        while end > 0, line[end - 1] == 0x20 || line[end - 1] == 0x0A || line[end - 1] == 0x0D { end -= 1 }
        return end
    }

    /// A field without spaces, and the space behind it.
    private static func token(_ line: borrowing Span<UInt8>, _ position: inout Int, _ end: Int) -> Range<Int>? {
        let start = position
        while position < end, line[position] != 0x20 { position += 1 }
        guard position > start, position < end else { return nil }
        position += 1
        return start..<position - 1
    }

    /// The user is whatever stands before the first bracket that holds a time: names may have spaces.
    private static func userAndTime(
        _ line: borrowing Span<UInt8>, _ position: inout Int, _ end: Int, _ fields: inout CombinedLine
    ) -> CombinedFailure? {
        let start = position
        var bracket = -1
        var index = start
        while index < end {
            if line[index] == 0x5B, index > start, line[index - 1] == 0x20 {
                let time = index + 1
                let close = time + WebLogTime.length
                if close < end, line[close] == 0x5D, let milliseconds = WebLogTime.parse(line, at: time) {
                    guard index - 1 > start else { return CombinedFailure(code: .malformedLine, position: start) }
                    fields.user = start..<index - 1
                    fields.time = time..<close
                    fields.timeMs = milliseconds
                    position = close + 1
                    return nil
                }
                if bracket < 0 { bracket = index }
            }
            index += 1
        }
        if bracket < 0 {
            let isBare = start < end && line[start] == 0x5B
            return CombinedFailure(code: isBare ? .malformedLine : .truncatedLine, position: isBare ? start : end)
        }
        let isCut = end - bracket - 1 <= WebLogTime.length
        return CombinedFailure(code: isCut ? .truncatedLine : .invalidTime, position: isCut ? end : bracket + 1)
    }

    private static func request(
        _ line: borrowing Span<UInt8>, _ position: inout Int, _ end: Int, _ fields: inout CombinedLine
    ) -> CombinedFailure? {
        if let failure = expect(0x20, line, &position, end) ?? expect(0x22, line, &position, end) { return failure }
        let start = position
        // A server that does not escape may end a request with a backslash: then quotes count whatever precedes them.
        for heedsEscapes in [true, false] {
            var index = start
            while index < end {
                if line[index] == 0x22, statusAndBytes(line, index + 1, end, &position, &fields) == nil {
                    fields.request = start..<index
                    return nil
                }
                index += heedsEscapes && line[index] == 0x5C ? 2 : 1
            }
        }
        var index = start
        while index < end, line[index] != 0x22 { index += line[index] == 0x5C ? 2 : 1 }
        guard index < end else { return CombinedFailure(code: .truncatedLine, position: end) }
        return statusAndBytes(line, index + 1, end, &position, &fields)
    }

    private static func expect(
        _ byte: UInt8, _ line: borrowing Span<UInt8>, _ position: inout Int, _ end: Int
    ) -> CombinedFailure? {
        guard position < end else { return CombinedFailure(code: .truncatedLine, position: end) }
        guard line[position] == byte else { return CombinedFailure(code: .malformedLine, position: position) }
        position += 1
        return nil
    }

    /// ` 200 2326`, ` 304 -`, ` - -`, up to a space or the end of the line.
    private static func statusAndBytes(
        _ line: borrowing Span<UInt8>, _ start: Int, _ end: Int, _ position: inout Int, _ fields: inout CombinedLine
    ) -> CombinedFailure? {
        var index = start
        if let failure = expect(0x20, line, &index, end) { return failure }
        let statusStart = index
        guard let status = number(line, &index, end, digitsMax: 3), status.value == nil || index - statusStart == 3
        else {
            return CombinedFailure(code: index >= end ? .truncatedLine : .malformedLine, position: index)
        }
        if let failure = expect(0x20, line, &index, end) { return failure }
        guard let bytes = number(line, &index, end, digitsMax: StagesLimits.byteCountDigitsMax),
            index == end || line[index] == 0x20
        else { return CombinedFailure(code: index >= end ? .truncatedLine : .malformedLine, position: index) }
        fields.status = status.value
        fields.bytes = bytes.value
        position = index
        return nil
    }

    /// Digits, or '-' for no value.
    private static func number(
        _ line: borrowing Span<UInt8>, _ position: inout Int, _ end: Int, digitsMax: Int
    ) -> (value: Int64?, Void)? {
        if position < end, line[position] == 0x2D {
            position += 1
            return (nil, ())
        }
        let start = position
        var value: Int64 = 0
        while position < end, position - start < digitsMax, Digits.isDigit(line[position]) {
            value = value * 10 + Int64(line[position] &- 0x30)
            position += 1
        }
        return position > start ? (value, ()) : nil
    }

    /// Referer, user agent and whatever a server appends to the format.
    private static func trailer(
        _ line: borrowing Span<UInt8>, _ start: Int, _ end: Int, _ fields: inout CombinedLine
    ) -> CombinedFailure? {
        fields.referer = nil
        fields.userAgent = nil
        fields.extra = nil
        guard start + 1 < end else { return nil }
        var position = start + 1
        guard line[position] == 0x22 else {
            fields.extra = position..<end
            return nil
        }
        let referer = position + 1
        guard let refererEnd = closing(line, from: referer, end, beforeQuote: true) else {
            return CombinedFailure(code: .truncatedLine, position: end)
        }
        position = refererEnd + 3
        guard let userAgentEnd = closing(line, from: position, end, beforeQuote: false) else {
            return CombinedFailure(code: .truncatedLine, position: end)
        }
        fields.referer = referer..<refererEnd
        fields.userAgent = position..<userAgentEnd
        if userAgentEnd + 2 < end { fields.extra = userAgentEnd + 2..<end }
        return nil
    }

    /// The first quote that is not escaped and is followed by ` "`, or else by a space or the end of the line.
    private static func closing(
        _ line: borrowing Span<UInt8>, from start: Int, _ end: Int, beforeQuote: Bool
    ) -> Int? {
        var index = start
        while index < end {
            if line[index] == 0x22 {
                let hasSpace = index + 1 < end && line[index + 1] == 0x20
                if beforeQuote ? hasSpace && index + 2 < end && line[index + 2] == 0x22 : hasSpace || index + 1 == end {
                    return index
                }
            }
            index += line[index] == 0x5C ? 2 : 1
        }
        return !beforeQuote && end > start && line[end - 1] == 0x22 ? end - 1 : nil
    }
}

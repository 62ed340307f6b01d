// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// Reads lines of web server logs into records, by way of their JSON text.
struct CombinedReader: ~Copyable {
    private var fields = CombinedLine()
    /// Whether the line has any escapes to resolve.
    private var hasEscapes = false
    /// A field with its escapes resolved.
    private var decoded = ByteBuffer()

    mutating func parse(_ payload: RawSpan, into record: inout Record) -> PayloadFormat.Fault? {
        let line = payload._unsafeView(as: UInt8.self)
        if let position = PlainText.invalidUTF8(payload) {
            return PayloadFormat.Fault(reason: .combined(.invalidUTF8), position: position)
        }
        if let failure = CombinedParser.parse(line, into: &fields) {
            return PayloadFormat.Fault(reason: .combined(failure.code), position: failure.position)
        }
        hasEscapes = PlainText.hasBackslash(payload)
        record.source.removeAll()
        write(payload, line, to: &record.source)
        guard let failure = record.scanSource() else { return nil }
        return PayloadFormat.Fault(reason: .json(failure.code), position: -1)
    }

    private mutating func write(_ payload: RawSpan, _ line: Span<UInt8>, to source: inout ByteBuffer) {
        source.append("{\"host\":")
        append(payload, line, fields.host, to: &source)
        source.append(",\"ident\":")
        appendOrNull(payload, line, fields.ident, to: &source)
        source.append(",\"user\":")
        appendOrNull(payload, line, fields.user, to: &source)
        source.append(",\"ts\":")
        source.append(decimal: fields.timeMs)
        source.append(",\"time\":")
        source.appendString(payload.extracting(fields.time))
        writeRequest(payload, line, to: &source)
        source.append(",\"status\":")
        append(fields.status, to: &source)
        source.append(",\"bytes\":")
        append(fields.bytes, to: &source)
        if let referer = fields.referer, let userAgent = fields.userAgent {
            source.append(",\"referer\":")
            appendOrNull(payload, line, referer, to: &source)
            source.append(",\"user_agent\":")
            appendOrNull(payload, line, userAgent, to: &source)
        }
        if let extra = fields.extra {
            source.append(",\"extra\":")
            source.appendString(payload.extracting(extra))
        }
        source.append(0x7D)
    }

    private mutating func writeRequest(_ payload: RawSpan, _ line: Span<UInt8>, to source: inout ByteBuffer) {
        guard let request = RequestLine(line, in: fields.request) else {
            source.append(",\"request\":")
            append(payload, line, fields.request, to: &source)
            return
        }
        source.append(",\"method\":")
        source.appendString(payload.extracting(request.method))
        source.append(",\"path\":")
        append(payload, line, request.path, to: &source)
        if let name = request.protocolName {
            source.append(",\"protocol\":")
            append(payload, line, name, to: &source)
        }
    }

    private func append(_ number: Int64?, to source: inout ByteBuffer) {
        if let number { source.append(decimal: number) } else { source.append("null") }
    }

    private mutating func appendOrNull(
        _ payload: RawSpan, _ line: Span<UInt8>, _ range: Range<Int>, to source: inout ByteBuffer
    ) {
        if range.count == 1, line[range.lowerBound] == 0x2D {
            source.append("null")
        } else {
            append(payload, line, range, to: &source)
        }
    }

    /// A field as a JSON string. Escapes that yield no UTF-8 stay as the line has them: nothing is lost.
    private mutating func append(
        _ payload: RawSpan, _ line: Span<UInt8>, _ range: Range<Int>, to source: inout ByteBuffer
    ) {
        if hasEscapes, LogEscapes.resolve(line, range, into: &decoded) {
            source.appendString(decoded.bytes)
        } else {
            source.appendString(payload.extracting(range))
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Records

extension DeadLetter {
    /// Appends the letter as one JSON object, without a newline.
    ///
    /// ```
    /// {"reason":"invalid_json","stage":"parse[0].json","position":17,"topic":"web","partition":0,"offset":42,
    ///  "timestamp":1721299200000,"key":"user-1","raw":"{\"status\":"}
    /// ```
    /// `position` and `timestamp` are null where there is none, `key` and `raw` where Kafka has NULL. Bytes that are
    /// not UTF-8 stand under `key_base64` and `raw_base64` instead: what was received can always be restored exactly.
    package func encode(into chunk: ByteChunk) {
        chunk.append("{\"reason\":\"")
        chunk.appendEscaped(reason.utf8Span.span.bytes)
        chunk.append("\",\"stage\":\"")
        chunk.appendEscaped(stage.utf8Span.span.bytes)
        chunk.append("\",\"position\":")
        append(position < 0 ? nil : Int64(position), to: chunk)
        chunk.append(",\"topic\":\"")
        chunk.appendEscaped(origin.topic)
        chunk.append("\",\"partition\":")
        append(Int64(origin.partition), to: chunk)
        chunk.append(",\"offset\":")
        append(origin.offset, to: chunk)
        chunk.append(",\"timestamp\":")
        append(origin.timestampMs < 0 ? nil : origin.timestampMs, to: chunk)
        append(key, text: ",\"key\":", base64: ",\"key_base64\":\"", to: chunk)
        append(payload, text: ",\"raw\":", base64: ",\"raw_base64\":\"", to: chunk)
        chunk.append(UInt8(ascii: "}"))
    }

    private func append(_ number: Int64?, to chunk: ByteChunk) {
        guard let number else { return chunk.append("null") }
        if number < 0 { chunk.append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        var digits: InlineArray<20, UInt8> = .init(repeating: 0)
        var count = 0
        repeat {
            digits[count] = 0x30 + UInt8(rest % 10)
            rest /= 10
            count += 1
        } while rest > 0
        while count > 0 {
            count -= 1
            chunk.append(digits[count])
        }
    }

    private func append(_ bytes: RawSpan?, text: StaticString, base64: StaticString, to chunk: ByteChunk) {
        guard let bytes else {
            chunk.append(text)
            chunk.append("null")
            return
        }
        let isText = bytes.withUnsafeBytes { buffer in
            (try? UTF8Span(validating: buffer.assumingMemoryBound(to: UInt8.self).span)) != nil
        }
        if isText {
            chunk.append(text)
            chunk.append(UInt8(ascii: "\""))
            chunk.appendEscaped(bytes)
        } else {
            chunk.append(base64)
            Base64.encode(bytes, into: chunk)
        }
        chunk.append(UInt8(ascii: "\""))
    }
}

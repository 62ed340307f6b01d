// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The parts of a request line, as byte ranges of the line it is in.
struct RequestLine {
    let method: Range<Int>
    let path: Range<Int>
    /// Nil where the client named none (HTTP/0.9).
    let protocolName: Range<Int>?

    /// Splits a request; nil where it is none: '-', nothing, or bytes of another protocol.
    ///
    /// The method is what RFC 9110 calls a token; spaces inside the path stay in it.
    init?(_ line: borrowing Span<UInt8>, in request: Range<Int>) {
        var position = request.lowerBound
        while position < request.upperBound, Self.isTokenByte(line[position]) { position += 1 }
        guard position > request.lowerBound, position < request.upperBound, line[position] == 0x20 else { return nil }
        method = request.lowerBound..<position
        while position < request.upperBound, line[position] == 0x20 { position += 1 }
        var end = request.upperBound
        while end > position, line[end - 1] == 0x20 { end -= 1 }
        var word = end
        while word > position, line[word - 1] != 0x20 { word -= 1 }
        if Self.isProtocol(line, word..<end) {
            protocolName = word..<end
            end = word
            while end > position, line[end - 1] == 0x20 { end -= 1 }
        } else {
            protocolName = nil
        }
        guard end > position else { return nil }
        path = position..<end
    }

    /// `HTTP/1.1`, and whatever a client writes in its place: `HTTP/V1.0`.
    private static func isProtocol(_ line: borrowing Span<UInt8>, _ word: Range<Int>) -> Bool {
        let start = word.lowerBound
        return word.count > 5 && line[start] | 0x20 == 0x68 && line[start + 1] | 0x20 == 0x74
            && line[start + 2] | 0x20 == 0x74 && line[start + 3] | 0x20 == 0x70 && line[start + 4] == 0x2F
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x5E...0x7A, 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x7C, 0x7E: true
        default: false
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Testing

@Suite struct ChecksumTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let text: String
        let sum: String
        var testDescription: String { "'\(text)'" }
    }

    // The catalogue of parametrised CRC algorithms gives the check value; the others come from `xz --check=crc64`.
    static let vectors = [
        Vector(text: "", sum: "0000000000000000"),
        Vector(text: "123456789", sum: "995dc9bbdf1939fa"),
        Vector(text: "a", sum: "330284772e652b05"),
    ]

    @Test(arguments: vectors)
    func knownTextsHaveTheirSums(_ vector: Vector) {
        #expect(Checksum(of: Array(vector.text.utf8).span.bytes).hexadecimal == vector.sum)
    }

    @Test(arguments: [1, 7, 15, 16, 17, 255, 1000, 4096, 70_001])
    func everyLengthAgreesWithTheDefinitionHoweverItIsSplit(length: Int) {
        var random = SeededRandom(seed: UInt64(length))
        let bytes = random.bytes(length)
        var table = [UInt64](repeating: 0, count: 256)
        for index in 0..<256 {
            var value = UInt64(index)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xC96C_5795_D787_0F42 : value >> 1 }
            table[index] = value
        }
        let expected = ~bytes.reduce(UInt64.max) { sum, byte in
            table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8
        }
        #expect(Checksum(of: bytes.span.bytes).value == expected)

        var parts = Checksum()
        var position = 0
        while position < length {
            let size = min(length - position, Int.random(in: 0...100, using: &random))
            parts.update(bytes.span.bytes.extracting(position..<position + size))
            parts = Checksum(resuming: parts.value)
            position += size
        }
        #expect(parts.value == expected)
    }
}

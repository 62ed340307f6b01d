// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A message in protobuf's text format, as far as CEL's conformance files use it.
struct Textproto {
    enum Value {
        case message(Textproto)
        case string([UInt8])
        case word(String)
    }

    struct Field {
        let name: String
        let value: Value
    }

    private(set) var fields: [Field] = []

    func all(_ name: String) -> [Value] { fields.filter { $0.name == name }.map(\.value) }

    func messages(_ name: String) -> [Textproto] {
        all(name).compactMap { if case .message(let message) = $0 { message } else { nil } }
    }

    func message(_ name: String) -> Textproto? { messages(name).first }

    func bytes(_ name: String) -> [UInt8]? {
        for case .string(let bytes) in all(name) { return bytes }
        return nil
    }

    func string(_ name: String) -> String? { bytes(name).map { String(decoding: $0, as: UTF8.self) } }

    func word(_ name: String) -> String? {
        for case .word(let word) in all(name) { return word }
        return nil
    }

    static func parse(_ text: String) -> Textproto? {
        var reader = Reader(bytes: Array(text.utf8))
        let message = reader.message(until: nil)
        return reader.failed ? nil : message
    }

    private struct Reader {
        let bytes: [UInt8]
        var index = 0
        var failed = false

        mutating func message(until close: UInt8?) -> Textproto {
            var result = Textproto()
            while true {
                skip()
                guard index < bytes.count else {
                    failed = failed || close != nil
                    return result
                }
                if bytes[index] == close {
                    index += 1
                    return result
                }
                let name = fieldName()
                guard !name.isEmpty else {
                    failed = true
                    return result
                }
                skip()
                if take(":") { skip() }
                result.fields.append(Field(name: name, value: value()))
                skip()
                _ = take(",") || take(";")
                if failed { return result }
            }
        }

        mutating func value() -> Value {
            if take("{") { return .message(message(until: UInt8(ascii: "}"))) }
            if take("[") {
                // Lists of values become a message of repeated nameless fields; the files only use empty ones.
                skip()
                failed = failed || !take("]")
                return .message(Textproto())
            }
            if index < bytes.count, bytes[index] == 0x22 || bytes[index] == 0x27 {
                var content: [UInt8] = []
                while index < bytes.count, bytes[index] == 0x22 || bytes[index] == 0x27 {
                    content += string()
                    skip()
                }
                return .string(content)
            }
            let start = index
            while index < bytes.count, Self.isWord(bytes[index]) { index += 1 }
            failed = failed || index == start
            return .word(String(decoding: bytes[start..<index], as: UTF8.self))
        }

        mutating func fieldName() -> String {
            let start = index
            if take("[") {
                while index < bytes.count, bytes[index] != UInt8(ascii: "]") { index += 1 }
                index += 1
            } else {
                while index < bytes.count, Self.isWord(bytes[index]) { index += 1 }
            }
            return String(decoding: bytes[start..<min(index, bytes.count)], as: UTF8.self)
        }

        mutating func string() -> [UInt8] {
            let quote = bytes[index]
            index += 1
            var content: [UInt8] = []
            while index < bytes.count, bytes[index] != quote {
                guard bytes[index] == 0x5C, index + 1 < bytes.count else {
                    content.append(bytes[index])
                    index += 1
                    continue
                }
                let letter = bytes[index + 1]
                index += 2
                switch letter {
                case UInt8(ascii: "a"): content.append(7)
                case UInt8(ascii: "b"): content.append(8)
                case UInt8(ascii: "f"): content.append(12)
                case UInt8(ascii: "n"): content.append(10)
                case UInt8(ascii: "r"): content.append(13)
                case UInt8(ascii: "t"): content.append(9)
                case UInt8(ascii: "v"): content.append(11)
                case UInt8(ascii: "x"): content.append(UInt8(truncatingIfNeeded: digits(2, radix: 16)))
                case UInt8(ascii: "u"): content += scalar(4)
                case UInt8(ascii: "U"): content += scalar(8)
                case 0x30...0x37:
                    index -= 1
                    content.append(UInt8(truncatingIfNeeded: digits(3, radix: 8)))
                default: content.append(letter)
                }
            }
            index += 1
            return content
        }

        private mutating func scalar(_ count: Int) -> [UInt8] {
            UnicodeScalar(UInt32(truncatingIfNeeded: digits(count, radix: 16))).map { Array(String($0).utf8) } ?? []
        }

        private mutating func digits(_ count: Int, radix: Int) -> Int {
            var value = 0
            for _ in 0..<count {
                let text = index < bytes.count ? String(UnicodeScalar(bytes[index])) : ""
                guard let digit = Int(text, radix: radix) else { break }
                value = value * radix + digit
                index += 1
            }
            return value
        }

        mutating func skip() {
            while index < bytes.count {
                if bytes[index] <= 0x20 {
                    index += 1
                } else if bytes[index] == UInt8(ascii: "#") {
                    while index < bytes.count, bytes[index] != 0x0A { index += 1 }
                } else {
                    return
                }
            }
        }

        mutating func take(_ symbol: Unicode.Scalar) -> Bool {
            guard index < bytes.count, UInt32(bytes[index]) == symbol.value else { return false }
            index += 1
            return true
        }

        static func isWord(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2E, 0x2D, 0x2B, 0x2F: true
            default: false
            }
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Kafka's rules for names.
enum KafkaName {
    /// Whether the text is a legal topic name: 1 to 249 of `[a-zA-Z0-9._-]`, neither `.` nor `..`.
    static func isTopic(_ text: String) -> Bool {
        (1...249).contains(text.utf8.count) && text != "." && text != ".." && text.utf8.allSatisfy(isPlain)
    }

    /// Whether the byte is one of `[a-zA-Z0-9._-]`.
    static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

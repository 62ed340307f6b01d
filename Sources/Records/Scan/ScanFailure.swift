// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Why a text is not a record, and where.
public struct ScanFailure: Error, Hashable, Sendable {
    /// What is wrong with the text; the raw value is the stable name used in dead letters and metrics.
    public enum Code: String, Sendable, CaseIterable {
        /// There is no value at all.
        case empty = "empty_payload"
        /// The top value is valid JSON but no object.
        case notAnObject = "not_an_object"
        /// A byte that cannot stand there.
        case unexpectedByte = "unexpected_byte"
        /// The text ends inside a value.
        case unexpectedEnd = "unexpected_end"
        /// Something other than white space follows the value.
        case trailingBytes = "trailing_bytes"
        /// A number against the grammar of RFC 8259.
        case invalidNumber = "invalid_number"
        /// Neither `true`, `false` nor `null`.
        case invalidLiteral = "invalid_literal"
        /// A backslash followed by something unknown.
        case invalidEscape = "invalid_escape"
        /// Half of a surrogate pair in `\u` escapes.
        case loneSurrogate = "lone_surrogate"
        /// A byte below 0x20 inside a string.
        case controlCharacter = "control_character"
        /// Bytes that are not UTF-8.
        case invalidUTF8 = "invalid_utf8"
        /// More levels than `RecordsLimits.depthMax`.
        case tooDeep = "too_deep"
        /// More bytes than `RecordsLimits.textBytesMax`.
        case tooLarge = "too_large"
        /// More values than `RecordsLimits.valuesMax`.
        case tooManyValues = "too_many_values"
    }

    /// What is wrong.
    public let code: Code
    /// Position of the first byte that is wrong, from 0; the length of the text where it ends too early.
    public let position: Int

    init(_ code: Code, at position: Int) {
        self.code = code
        self.position = position
    }
}

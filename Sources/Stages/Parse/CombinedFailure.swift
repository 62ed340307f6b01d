// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Why a line is no line of a web server's log, and where.
struct CombinedFailure: Equatable, Sendable {
    let code: CombinedFailureCode
    /// Byte of the payload, from 0; its length where it ends too early.
    let position: Int
}

/// What is wrong with a line; the raw value is the stable name used in dead letters and metrics.
public enum CombinedFailureCode: String, Sendable, CaseIterable {
    /// Nothing but white space.
    case emptyLine = "empty_line"
    /// The line ends before its last field.
    case truncatedLine = "truncated_line"
    /// No time of the form `[10/Oct/2000:13:55:36 -0700]` stands where one must.
    case invalidTime = "invalid_time"
    /// Something stands where another field must begin.
    case malformedLine = "malformed_line"
    /// Bytes that are not UTF-8.
    case invalidUTF8 = "invalid_utf8"
}

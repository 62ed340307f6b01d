// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Where the fields of a web log line are, as byte ranges of the line.
struct CombinedLine {
    var host = 0..<0
    var ident = 0..<0
    var user = 0..<0
    var time = 0..<0
    /// Milliseconds since 1970.
    var timeMs: Int64 = 0
    /// The request line, without its quotes.
    var request = 0..<0
    /// Nil where the log has '-'.
    var status: Int64?
    /// Nil where the log has '-'.
    var bytes: Int64?
    /// Nil in the common format.
    var referer: Range<Int>?
    /// Nil in the common format.
    var userAgent: Range<Int>?
    /// What follows the fields of the format, without the space before it.
    var extra: Range<Int>?
}

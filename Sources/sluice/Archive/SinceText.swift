// Sluice
// SPDX-License-Identifier: Apache-2.0

import Stages
import Terminal

/// A moment as a command line has it: a time as in RFC 3339, or how long ago it was.
enum SinceText {
    /// Milliseconds since 1970; nil for a text that is neither, and for a time to come.
    static func milliseconds(_ text: String, nowMs: Int64) -> Int64? {
        let bytes = Array(text.utf8)
        let span = bytes.span
        if let time = RFC3339Time.parse(span) { return time <= nowMs ? time : nil }
        guard let ago = ValueType.duration(text) else { return nil }
        // The duration was read as 64 bits of milliseconds, so it has as many.
        let (seconds, attoseconds) = ago.components
        let (past, overflow) = nowMs.subtractingReportingOverflow(
            seconds * 1000 + attoseconds / 1_000_000_000_000_000)
        return overflow ? nil : past
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Records

/// How the time of an event is read from its fields.
package struct EventTimePlan: Sendable {
    /// How the field writes its time.
    package enum Format: String, Sendable, CaseIterable {
        /// Seconds, milliseconds, microseconds or nanoseconds since 1970, UTC; a number, or text of digits.
        case unixS = "unix_s"
        case unixMs = "unix_ms"
        case unixUs = "unix_us"
        case unixNs = "unix_ns"
        /// `2026-07-31T12:34:56.789+09:00` (RFC 3339).
        case rfc3339
        /// `10/Oct/2000:13:55:36 -0700` (web server logs).
        case combined
    }

    /// What holds where the field is absent or no time.
    package enum Fallback: String, Sendable, CaseIterable {
        /// The timestamp of the Kafka record.
        case kafka
        /// The record goes to the dead letters.
        case deadLetter = "dead_letter"
    }

    package let slot: Slot
    package let format: Format
    package let fallback: Fallback
}

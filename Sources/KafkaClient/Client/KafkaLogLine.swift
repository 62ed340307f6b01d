// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A line of librdkafka's log; it never holds payload bytes.
package struct KafkaLogLine: Sendable {
    /// Syslog severity: 0 emergency to 7 debug.
    package let level: Int32
    /// librdkafka's facility, as `FAIL` or `CGRP`.
    package let facility: String
    package let message: String
}

/// Gets librdkafka's log lines, on any of its threads; it must not block or call the client.
package typealias KafkaLogHandler = @Sendable (KafkaLogLine) -> Void

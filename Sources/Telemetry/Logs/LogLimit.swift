// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Lets one line of a kind through per interval and counts the others.
package struct LogLimit: Sendable {
    /// What the lines have in common, such as `kafka.broker_down`; never text from outside without a bound.
    package let key: String
    package let interval: Duration

    package init(_ key: String, every interval: Duration) {
        self.key = key
        self.interval = interval
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A topic's id: another one where a topic was deleted and created again (KIP-516).
package struct TopicID: Sendable, Hashable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Where the records come from.
package struct KafkaSourcePlan: Sendable {
    /// Where to begin where neither the group nor the archive knows a partition.
    package enum Start: String, Sendable, CaseIterable {
        case earliest, latest
    }

    /// How the group shares out its partitions.
    package enum Assignment: String, Sendable, CaseIterable {
        case cooperativeSticky = "cooperative-sticky"
        case eager
    }

    /// Host and port, comma between several.
    package let brokers: String
    package let topics: [String]
    package let group: String
    package let start: Start
    package let assignment: Assignment
    package let sessionTimeout: Duration
    /// Further properties of librdkafka.
    package let options: [KafkaOption]
    /// Whether any expression reads `kafka.key`.
    package let readsKey: Bool
    /// Whether any expression reads `kafka.headers`.
    package let readsHeaders: Bool
}

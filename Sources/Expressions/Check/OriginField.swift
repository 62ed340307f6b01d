// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What Kafka knows about a record: the names below the reserved root `kafka`.
enum OriginField: String, CaseIterable, Sendable {
    case topic
    case partition
    case offset
    /// Milliseconds since 1970, UTC; absent where the broker gives none.
    case timestamp
    /// As text; absent where the record has none.
    case key

    /// The reserved root.
    static let root = "kafka"

    /// The name below the root that leads to headers.
    static let headers = "headers"

    var type: ValueType {
        switch self {
        case .topic, .key: .string
        case .partition, .offset, .timestamp: .int
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A literal of the source, decoded.
enum Literal: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string([UInt8])
    case bytes([UInt8])
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A value that stands by itself, for tests and tools; evaluation on the data path never makes one.
package indirect enum PlainValue: Equatable, Sendable {
    case error(EvaluationError)
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case type(String)
    case list([PlainValue])
    case map([PlainValue], [PlainValue])
}

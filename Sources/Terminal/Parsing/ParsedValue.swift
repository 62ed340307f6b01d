// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One value of the command line, read as its type says.
enum ParsedValue: Sendable, Equatable {
    case flag
    case string(String)
    case int(Int64)
    case number(Double)
    case duration(Duration)
    case bytes(Int64)
    case address(ListenAddress)
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The functions that the evaluator knows.
enum FunctionCode: UInt8, CaseIterable, Sendable {
    case size
    case toBool
    case toBytes
    case toDouble
    case toDyn
    case toInt
    case toString
    case toUint
    case typeOf
    case charAt
    case contains
    case endsWith
    case indexOf
    case lastIndexOf
    case lowerAscii
    case replace
    case startsWith
    case substring
    case trim
    case upperAscii
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A value in a log line's metadata. Payloads never go here: not a byte of a record is logged.
package enum LogValue: Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral, ExpressibleByStringInterpolation
{
    case string(String)
    case int(Int64)
    case double(Double)
    case bool(Bool)

    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }

    package init(_ value: String) { self = .string(value) }
    package init(_ value: some FixedWidthInteger) {
        self = Int64(exactly: value).map { .int($0) } ?? .string("\(value)")
    }
    package init(_ value: Double) { self = .double(value) }
    package init(_ value: Bool) { self = .bool(value) }
    /// A span, in seconds.
    package init(_ span: Duration) { self = .double(span.inSeconds) }

    /// The value as JSON.
    var json: String {
        switch self {
        case .string(let text): JSONText.quoted(text.cut(toBytes: TelemetryLimits.logValueBytesMax))
        case .int(let number): "\(number)"
        case .double(let number): JSONText.number(number)
        case .bool(let flag): "\(flag)"
        }
    }
}

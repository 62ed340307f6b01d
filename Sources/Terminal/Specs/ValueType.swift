// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a value on the command line is; it decides how the value is read, explained and completed.
package enum ValueType: Sendable, Equatable {
    /// A switch without a value.
    case flag
    case string
    /// A whole number in a range.
    case int(ClosedRange<Int64>)
    /// A decimal number, not negative.
    case number
    /// A span of time with its unit: `500ms`, `10s`, `1h30m`.
    case duration
    /// An amount of bytes with an optional unit: `4096`, `64KiB`, `1MB`.
    case bytes
    /// Where to listen or connect: `host:port`, `:port`, `port`.
    case address
    /// One of a few names.
    case choice([String])
    /// A path of a file.
    case file
    /// A path of a directory.
    case directory

    /// Any whole number that is not negative.
    package static let count = ValueType.int(0...Int64.max)

    /// What the type asks for, after "needs".
    var requirement: String {
        switch self {
        case .flag: "no value"
        case .string: "a text"
        case .int(let range):
            range.upperBound == .max
                ? "a whole number from \(range.lowerBound)"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number: "a number such as 2.5"
        case .duration: "a duration such as 500ms, 10s or 1h30m"
        case .bytes: "a size such as 4096, 64KiB or 1MB"
        case .address: "an address such as 127.0.0.1:8080 or :8080"
        case .choice(let names): "one of " + names.joined(separator: ", ")
        case .file: "a path"
        case .directory: "a directory"
        }
    }
}

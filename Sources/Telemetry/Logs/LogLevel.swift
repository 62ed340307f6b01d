// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How much a log line matters.
package enum LogLevel: Int, Sendable, CaseIterable, Comparable {
    case trace, debug, info, warning, error

    /// The level of a name as `name` writes it.
    package init?(name: String) {
        guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }

    package var name: String {
        switch self {
        case .trace: "trace"
        case .debug: "debug"
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }

    package static func < (first: LogLevel, second: LogLevel) -> Bool { first.rawValue < second.rawValue }
}

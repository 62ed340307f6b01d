// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How a partition or a group does. The raw values of the first seven are Burrow's, and their order is that of badness.
package enum LagStatus: Int, Sendable, Equatable, CaseIterable {
    case notFound = 0
    case ok = 1
    case warn = 2
    case error = 3
    case stop = 4
    case stall = 5
    case rewind = 6
    /// The monitor is blind: its samples are too old to judge. Rule set `sluice` only.
    case unknown = 7
    /// The offsets topic was not read to its end yet. Rule set `sluice` only.
    case catchingUp = 8

    /// As Burrow writes it, and as the native API does.
    package var name: String {
        switch self {
        case .notFound: "NOTFOUND"
        case .ok: "OK"
        case .warn: "WARN"
        case .error: "ERR"
        case .stop: "STOP"
        case .stall: "STALL"
        case .rewind: "REWIND"
        case .unknown: "UNKNOWN"
        case .catchingUp: "catching_up"
        }
    }
}

/// Which rules judge.
package enum RuleSet: String, Sendable, CaseIterable {
    /// Burrow 1.9.5's.
    case burrow
    /// Burrow 1.2.1's, Debian's.
    case burrow12 = "burrow-1.2"
    /// Burrow's with the corrections of docs/LAG.md.
    case sluice
}

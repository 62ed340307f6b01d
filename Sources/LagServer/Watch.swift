// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import Platform
import Telemetry

/// What all pages answer from.
struct Watch: Sendable {
    let clusters: [any ClusterView]
    let plan: MonitorPlan
    let time: TimeSource
    let log: Logger
    /// The machine's name, as Burrow tells it with every answer.
    let hostname: String

    func cluster(_ name: String) -> (any ClusterView)? { clusters.first { $0.name == name } }

    /// Burrow's word for being past the start, which for us means that every cluster can be judged.
    var isReady: Bool { clusters.allSatisfy(\.state.isCaughtUp) }
}

extension CollectorState {
    /// Whether groups can be told apart from unknown ones: a blind monitor has read all once.
    var isCaughtUp: Bool {
        switch self {
        case .ready, .blind: true
        case .connecting, .waitingForOffsetsTopic, .catchingUp: false
        }
    }

    var isBlind: Bool { if case .blind = self { true } else { false } }

    /// Why it is blind.
    var reason: String? { if case .blind(let reason) = self { reason } else { nil } }

    var recordsLeft: Int64? { if case .catchingUp(let left) = self { left } else { nil } }

    /// What is true of a group whatever the rules have found; nil: what they have found.
    var overridingStatus: LagStatus? { isBlind ? .unknown : isCaughtUp ? nil : .catchingUp }
}

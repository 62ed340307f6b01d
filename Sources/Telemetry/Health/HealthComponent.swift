// Sluice
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// One part of the process whose health is reported; its owner sets the state, any thread reads it.
package final class HealthComponent: Sendable {
    package let name: String
    private let wallMs: @Sendable () -> Int64
    private let current: Mutex<Snapshot>

    /// State, readiness and details of one moment.
    package struct Snapshot: Sendable {
        package var state: HealthState
        /// When the state's name last changed, in milliseconds since 1970.
        package var sinceMs: Int64
        package var isReady: Bool
        package var details: [(name: String, value: LogValue)]
    }

    init(name: String, wallMs: @escaping @Sendable () -> Int64) {
        self.name = name
        self.wallMs = wallMs
        current = Mutex(Snapshot(state: .ok, sinceMs: wallMs(), isReady: false, details: []))
    }

    /// Sets the state; another reason for the same state does not restart its time.
    package func set(_ state: HealthState) {
        let now = wallMs()
        current.withLock {
            if $0.state.severity != state.severity { $0.sinceMs = now }
            $0.state = state
        }
    }

    /// Says whether the part is past its start; `/ready` waits for all.
    package func set(isReady: Bool) { current.withLock { $0.isReady = isReady } }

    /// Sets a figure that the report shows beside the state, such as `lag_records`.
    package func set(_ detail: String, _ value: LogValue) {
        current.withLock {
            if let index = $0.details.firstIndex(where: { $0.name == detail }) {
                $0.details[index].value = value
            } else {
                $0.details.append((detail, value))
            }
        }
    }

    package var snapshot: Snapshot { current.withLock { $0 } }
}

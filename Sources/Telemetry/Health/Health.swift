// Sluice
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The health of a process: its components, and those of each topology.
package final class Health: Sendable {
    private let components: Mutex<[(topology: String?, component: HealthComponent)]>
    private let wallMs: @Sendable () -> Int64

    package init(wallMs: (@Sendable () -> Int64)? = nil) {
        self.wallMs = wallMs ?? WallClock.nowMs
        components = Mutex([])
    }

    /// A component by name, of the process or of a topology; ok and not ready until its owner says more.
    package func component(_ name: String, of topology: String? = nil) -> HealthComponent {
        components.withLock { components in
            if let found = components.first(where: { $0.topology == topology && $0.component.name == name }) {
                return found.component
            }
            let component = HealthComponent(name: name, wallMs: wallMs)
            components.append((topology, component))
            return component
        }
    }

    /// Forgets the components of a topology that has ended.
    package func remove(topology: String) {
        components.withLock { $0.removeAll { $0.topology == topology } }
    }

    /// What is to be said now.
    package func report() -> HealthReport {
        HealthReport(
            entries: components.withLock { $0 }.map {
                HealthReport.Entry(topology: $0.topology, name: $0.component.name, snapshot: $0.component.snapshot)
            })
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Runtime
import Telemetry

/// Runs several topologies in one process until all have ended; a failure of one is none of the others' business.
package actor TopologyGroup {
    private let services: [TopologyService]
    private var stops = 0

    package init(_ services: [TopologyService]) {
        self.services = services
    }

    /// How each service ended, in their order.
    package func run() async -> [TopologyService.End] {
        let services = services
        return await withTaskGroup(of: (Int, TopologyService.End).self) { group in
            for (index, service) in services.enumerated() {
                group.addTask { (index, await service.run()) }
            }
            var ends = Array(repeating: TopologyService.End.stopped, count: services.count)
            for await (index, end) in group { ends[index] = end }
            return ends
        }
    }

    /// The first time asks every topology to seal, commit and leave; the second time ends them at once.
    package func stop() async {
        stops += 1
        let isFirst = stops == 1
        // Side by side: one whose broker hangs holds up none of the others.
        await withTaskGroup { group in
            for service in services {
                group.addTask { if isFirst { await service.stop() } else { await service.abort() } }
            }
        }
    }
}

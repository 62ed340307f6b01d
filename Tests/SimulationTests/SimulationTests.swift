// Sluice
// SPDX-License-Identifier: Apache-2.0

import SluiceTesting
import Testing

/// A short pass of the simulation; `scripts/simulate` runs as many schedules as there is time for.
struct SimulationTests {
    @Test(arguments: 0..<4)
    func everyRecordIsPublishedOnceWhateverFails(_ part: UInt64) {
        let simulation = Simulation()
        for seed in (1 + part * 100)..<(101 + part * 100) {
            guard let failure = simulation.run(seed: seed) else { continue }
            Issue.record("\(simulation.shrink(failure))")
            return
        }
    }
}

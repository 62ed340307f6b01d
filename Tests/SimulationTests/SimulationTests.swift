// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import SluiceTesting
import Testing

/// A short pass of the simulation; `scripts/simulate` runs as many schedules as there is time for.
struct SimulationTests {
    @Test(arguments: 0..<4)
    func everyRecordIsPublishedOnceWhateverFails(_ part: UInt64) {
        let simulation = Simulation()
        for seed in (1 + part * 10)..<(11 + part * 10) {
            guard let failure = simulation.run(seed: seed) else { continue }
            Issue.record("\(simulation.shrink(failure))")
            return
        }
    }

    @Test func aSeedRepeatsItsSchedule() {
        var (first, second): ([String: Int], [String: Int]) = ([:], [:])
        let simulation = Simulation()
        for seed: UInt64 in 1...10 {
            _ = simulation.run(seed: seed, counting: &first)
            _ = simulation.run(seed: seed, counting: &second)
        }
        #expect(first == second)
        #expect(!first.isEmpty)
    }

    /// A broken rule is noticed, and the schedule that shows it is shrunk to a few actions that show it again.
    @Test(arguments: [SwitchedRule.jumpIsEpoch, .settleOwn, .rollForward])
    func aRuleThatIsSwitchedOffIsNoticed(_ rule: SwitchedRule) throws {
        let simulation = Simulation(rules: SimulationRules(off: [rule]))
        let failure = try #require((1...60).lazy.compactMap { simulation.run(seed: $0) }.first)
        let shrunk = simulation.shrink(failure)
        #expect(shrunk.actions.count <= failure.actions.count)
        #expect(simulation.replay(shrunk.actions, shrunk.shape) == shrunk.violations)
        #expect(Simulation().replay(shrunk.actions, shrunk.shape).isEmpty)
    }

    @Test func aMutantIsMadeOfEveryRule() {
        let names = Set(SimulationMutant.all.map(\.name))
        #expect(names.count == SimulationMutant.all.count)
        #expect(SwitchedRule.allCases.allSatisfy { names.contains($0.rawValue) })
        #expect(SettlingRule.allCases.allSatisfy { $0 == .notCommitted || names.contains("settling.\($0.rawValue)") })
    }
}

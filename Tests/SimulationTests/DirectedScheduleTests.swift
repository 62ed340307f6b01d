// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import SluiceTesting
import Testing

/// Schedules written by hand: each shows that a rule is needed.
struct DirectedScheduleTests {
    private static let names = Set(DirectedSchedule.all.flatMap(\.rules)).sorted()

    @Test func everyScheduleKeepsItsPromisesWithAllRules() {
        for directed in DirectedSchedule.all {
            let violations = Simulation().replay(directed)
            #expect(violations.isEmpty, "\(directed)")
        }
    }

    @Test(arguments: names)
    func aRuleThatIsSwitchedOffIsNoticed(_ name: String) throws {
        let mutant = try #require(SimulationMutant.all.first { $0.name == name })
        #expect(mutant.checkDirected() != nil)
    }

    /// An epoch whose name another epoch's file has waits for an operator; without `link` that file would be lost.
    @Test func aNameThatIsTakenIsNeverWrittenOver() throws {
        let directed = try #require(DirectedSchedule.all.first { $0.rules == ["link+verify+skip_published"] })
        let violations = Simulation(rules: SimulationRules(off: [.verify, .skipPublished])).replay(directed)
        #expect(violations.first?.kind == .stuck)
    }

    /// Why nothing notices that `published` alone is switched off: each of three rules stands in for the two others.
    @Test(arguments: [
        SimulationRules(disabled: [.published, .linked]),
        SimulationRules(off: [.coverAside], disabled: [.published]),
        SimulationRules(off: [.coverAside], disabled: [.linked]),
    ])
    func whatIsPublishedIsDecidedByAnyOfThreeRules(_ rules: SimulationRules) {
        let schedules = DirectedSchedule.all.filter { $0.rules == ["settling.published+linked+cover_aside"] }
        #expect(!schedules.isEmpty)
        for directed in schedules {
            let violations = Simulation(rules: rules).replay(directed)
            #expect(violations.isEmpty)
        }
    }
}

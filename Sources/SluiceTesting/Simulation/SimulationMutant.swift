// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

/// One rule that is switched off, to see whether any schedule notices.
package struct SimulationMutant: Sendable {
    /// How a mutant was caught.
    package struct Verdict: Sendable {
        /// Nil where a schedule written by hand has caught it.
        package let seed: UInt64?
        /// Actions of the shrunk schedule.
        package let actions: Int
        package let violation: SimulationViolation
        package let failure: Simulation.Failure
    }

    package let name: String
    package let rules: SimulationRules
    /// Why no schedule can notice; nil where one has to.
    package let equivalence: String?

    private init(_ name: String, _ rules: SimulationRules) {
        self.name = name
        self.rules = rules
        equivalence = Self.equivalences[name]
    }

    /// Every rule by itself: those around the decisions, then the lines of the settling table but for the last; then
    /// rules together of which each stands in for the other.
    package static var all: [SimulationMutant] {
        SwitchedRule.allCases.map { SimulationMutant($0.rawValue, SimulationRules(off: [$0])) }
            + SettlingRule.allCases.filter { $0 != .notCommitted }.map {
                SimulationMutant("settling.\($0.rawValue)", SimulationRules(disabled: [$0]))
            } + pairs
    }

    private static var pairs: [SimulationMutant] {
        [
            SimulationMutant("settling.published+linked", SimulationRules(disabled: [.published, .linked])),
            SimulationMutant(
                "settling.published+linked+cover_aside",
                SimulationRules(off: [.coverAside], disabled: [.published, .linked])),
            SimulationMutant(
                "link+verify+skip_published", SimulationRules(off: [.link, .verify, .skipPublished])),
        ]
    }

    private static let equivalences: [String: String] = [
        "ask_before_commit":
            "a client that has heard of its loss has no membership whose commit the coordinator takes; see `fencing`",
        "link":
            "no two epochs have the same name while `verify` and `skip_published` hold; see the three together",
        "settling.published":
            "`linked` decides alike, and what is aside goes since its own manifest covers it; see the three together",
        "settling.newerMetadata": "nobody writes newer metadata in the simulation; unit tests do",
    ]

    /// Looks for a schedule that passes with all rules and fails without this one, first among those written for it;
    /// nil where none of these does.
    package func check(seed: UInt64, schedules: UInt64) -> Verdict? {
        if let verdict = checkDirected() { return verdict }
        let simulation = Simulation(rules: rules)
        let whole = Simulation()
        for index in 0..<schedules {
            guard let failure = simulation.run(seed: seed &+ index), whole.run(seed: failure.seed) == nil else {
                continue
            }
            let shrunk = simulation.shrink(failure)
            guard let violation = shrunk.violations.first else { continue }
            return Verdict(
                seed: failure.seed, actions: shrunk.actions.count, violation: violation, failure: shrunk)
        }
        return nil
    }

    /// Replays the schedules that are written for the rule.
    package func checkDirected() -> Verdict? {
        for directed in DirectedSchedule.all where directed.rules.contains(name) {
            let violations = Simulation(rules: rules).replay(directed)
            guard let violation = violations.first, Simulation().replay(directed).isEmpty else { continue }
            let failure = Simulation.Failure(
                seed: 0, shape: directed.shape, violations: violations, actions: directed.actions)
            return Verdict(seed: nil, actions: directed.actions.count, violation: violation, failure: failure)
        }
        return nil
    }
}

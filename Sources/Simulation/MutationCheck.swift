// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import SluiceTesting

/// Switches each rule off in turn: some schedule has to notice.
struct MutationCheck {
    private let options: SimulateOptions

    init(_ options: SimulateOptions) {
        self.options = options
    }

    /// What became of one mutant.
    private struct Outcome: Sendable {
        let mutant: SimulationMutant
        let verdict: SimulationMutant.Verdict?

        /// Whether it is as it has to be: noticed, or such that nothing can notice it.
        var isGood: Bool { verdict != nil || mutant.equivalence != nil }
    }

    func run() async -> Bool {
        let mutants = SimulationMutant.all.filter { options.names.isEmpty || options.names.contains($0.name) }
        let outcomes = await withTaskGroup(of: Outcome.self) { group in
            var outcomes: [Outcome] = []
            for (index, mutant) in mutants.enumerated() {
                if index >= options.threads, let outcome = await group.next() { outcomes.append(outcome) }
                group.addTask { check(mutant) }
            }
            for await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
        let good = outcomes.filter(\.isGood).count
        Simulate.write("\(good) passed, \(outcomes.count - good) failed\n")
        return good == outcomes.count
    }

    /// Looks for a schedule that notices, and writes a line of the table.
    private func check(_ mutant: SimulationMutant) -> Outcome {
        let verdict = mutant.check(seed: options.seed, schedules: options.schedules)
        if let verdict {
            let tried = verdict.seed.map { String($0 - options.seed + 1) } ?? "directed"
            Simulate.write("| `\(mutant.name)` | \(tried) | \(verdict.actions) | \(verdict.violation) |\n")
            if options.mutants, !options.names.isEmpty { Simulate.write("\(verdict.failure)\n") }
        } else {
            let reason = mutant.equivalence.map { "equivalent: \($0)" } ?? ""
            Simulate.write("| `\(mutant.name)` | not by \(options.schedules) | | \(reason) |\n")
        }
        return Outcome(mutant: mutant, verdict: verdict)
    }
}

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

    func run() async -> Bool {
        let mutants = SimulationMutant.all
        let caught = await withTaskGroup(of: Bool.self) { group in
            var (begun, caught) = (0, 0)
            while begun < mutants.count || !group.isEmpty {
                if begun < mutants.count {
                    let mutant = mutants[begun]
                    group.addTask { check(mutant) }
                    begun += 1
                    if begun < options.threads { continue }
                }
                if await group.next() ?? false { caught += 1 }
            }
            return caught
        }
        Simulate.write("\(caught) passed, \(mutants.count - caught) failed\n")
        return caught == mutants.count
    }

    /// Looks for a schedule that notices, and writes a line of the table.
    private func check(_ mutant: SimulationMutant) -> Bool {
        guard let verdict = mutant.check(seed: options.seed, schedules: options.schedules) else {
            Simulate.write("| `\(mutant.name)` | not caught by \(options.schedules) schedules | | |\n")
            return false
        }
        let tried = verdict.seed - options.seed + 1
        Simulate.write("| `\(mutant.name)` | \(tried) | \(verdict.actions) | \(verdict.violation) |\n")
        return true
    }
}

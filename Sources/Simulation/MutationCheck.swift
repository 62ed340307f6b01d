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
        let lines = await withTaskGroup(of: (Int, SimulationMutant.Verdict?).self) { group in
            var next = 0
            var lines: [Int: SimulationMutant.Verdict?] = [:]
            while next < mutants.count || lines.count < mutants.count {
                while next < mutants.count, next - lines.count < options.threads {
                    let index = next
                    group.addTask { (index, mutants[index].check(seed: options.seed, schedules: options.schedules)) }
                    next += 1
                }
                if let (index, verdict) = await group.next() { lines[index] = verdict }
            }
            return lines
        }
        var caught = 0
        for (index, mutant) in mutants.enumerated() {
            guard let verdict = lines[index] ?? nil else {
                Simulate.write("| `\(mutant.name)` | not caught in \(options.schedules) schedules | |\n")
                continue
            }
            caught += 1
            let kinds = verdict.violation
            Simulate.write("| `\(mutant.name)` | seed \(verdict.seed), \(verdict.actions) actions | \(kinds) |\n")
        }
        Simulate.write("\(caught) passed, \(mutants.count - caught) failed\n")
        return caught == mutants.count
    }
}

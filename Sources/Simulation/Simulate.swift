// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import SluiceTesting

/// `simulate [--schedules N] [--seed S] [--mutants [--only RULE,...]] [--directed] [--trace]`: runs schedules of the
/// epoch protocol on all cores.
@main
struct Simulate {
    static func main() async {
        guard let options = SimulateOptions(CommandLine.arguments.dropFirst()) else {
            write("usage: simulate [--schedules N] [--seed S] [--mutants [--only RULE,...]] [--directed] [--trace]\n")
            exit(64)
        }
        if options.traces {
            Simulate.write(trace(options))
            exit(0)
        }
        if options.directed { exit(replayDirected() ? 0 : 1) }
        let isGood = options.mutants ? await MutationCheck(options).run() : await ScheduleRun(options).run()
        exit(isGood ? 0 : 1)
    }

    /// Replays the schedules written by hand.
    private static func replayDirected() -> Bool {
        let all = DirectedSchedule.all
        var failed = 0
        for directed in all {
            let violations = Simulation().replay(directed)
            if violations.isEmpty { continue }
            failed += 1
            write("\(directed): \(violations)\n\(Simulation().trace(directed.actions, directed.shape))\n")
        }
        write("\(all.count - failed) passed, \(failed) failed\n")
        return failed == 0
    }

    /// A seed's schedule with all rules, or those written by hand for the mutants that are named, without the rule.
    private static func trace(_ options: SimulateOptions) -> String {
        if options.names.isEmpty { return Simulation().trace(seed: options.seed) }
        return SimulationMutant.all.filter { options.names.contains($0.name) }.map { mutant in
            DirectedSchedule.all.filter { $0.rules.contains(mutant.name) }.map { directed in
                Simulation(rules: mutant.rules).trace(directed.actions, directed.shape)
                    + "broken without: \(Simulation(rules: mutant.rules).replay(directed))\n"
                    + "broken with all rules: \(Simulation().replay(directed))\n"
            }.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    static func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

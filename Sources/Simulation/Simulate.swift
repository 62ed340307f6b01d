// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import SluiceTesting

/// `simulate [--schedules N] [--seed S] [--mutants [--only RULE,...]] [--trace]`: runs schedules of the epoch protocol
/// on all cores.
@main
struct Simulate {
    static func main() async {
        guard let options = SimulateOptions(CommandLine.arguments.dropFirst()) else {
            write("usage: simulate [--schedules N] [--seed S] [--mutants [--only RULE,...]] [--trace]\n")
            exit(64)
        }
        if options.traces {
            Simulate.write(Simulation().trace(seed: options.seed))
            exit(0)
        }
        let isGood = options.mutants ? await MutationCheck(options).run() : await ScheduleRun(options).run()
        exit(isGood ? 0 : 1)
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

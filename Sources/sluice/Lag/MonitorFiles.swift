// Sluice
// SPDX-License-Identifier: Apache-2.0

import MonitorFile
import Terminal

/// The configuration of a monitor from the command line: `FILE`, or `--burrow-config`.
enum MonitorFiles {
    static let burrowOption = CommandSpec.Option.option(
        "burrow-config", "DIR", .directory, "read the burrow.toml of a directory instead of a monitor's file")

    /// What was loaded; nil, with the mistake told, where the arguments name no configuration or two.
    static func load(_ arguments: ParsedArguments) -> LoadedMonitor? {
        let environment = ProcessEnvironment.variables
        switch (arguments.string("FILE"), arguments.string("burrow-config")) {
        case (let file?, nil): return MonitorLoader(environment: environment).load(path: file)
        case (nil, let directory?): return BurrowConfigReader(environment: environment).load(directory: directory)
        default:
            let verb = arguments.path.joined(separator: " ")
            Console.error.write(
                "sluice \(verb): needs a FILE or --burrow-config, not both; see 'sluice \(verb) --help'\n")
            return nil
        }
    }
}

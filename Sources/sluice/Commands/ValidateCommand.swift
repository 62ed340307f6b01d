// Sluice
// SPDX-License-Identifier: Apache-2.0

import Terminal
import Topology

/// `sluice validate`.
enum ValidateCommand: Verb {
    static let spec = CommandSpec(
        "validate", "Check topology files and tell everything that is wrong with them",
        discussion: "Ends with 78 where a file has errors, else with 0. Nothing is started and no broker is asked.",
        arguments: [Argument("FILE", .file, repeated: true, "a topology file")],
        options: [.option("format", "FORMAT", .choice(["text", "json"]), default: "text", "how findings are written")],
        examples: [
            Example("sluice validate topologies/*.yaml", "check all topologies of a directory"),
            Example("sluice validate --format json web.yaml | jq '.diagnostics[].message'", "for another program"),
        ])

    private typealias Argument = CommandSpec.Argument
    private typealias Example = CommandSpec.Example

    static func run(_ arguments: ParsedArguments) async -> ExitCode {
        let (plans, report) = TopologyFiles.load(arguments.strings("FILE"))
        if arguments.string("format") == "json" {
            Console.output.write(report.json() + "\n")
        } else {
            let text = report.text()
            (plans == nil ? Console.error : Console.output).write(text)
            if let plans {
                let names = plans.map(\.name).joined(separator: ", ")
                Console.output.write("\(plans.count == 1 ? "topology" : "topologies") \(names): good\n")
            }
        }
        return plans == nil ? .configuration : .done
    }
}

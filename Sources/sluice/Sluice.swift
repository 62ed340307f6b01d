// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Terminal

@main
enum Sluice {
    static func main() async {
        // A reader that is gone shows as an error of the write.
        signal(SIGPIPE, SIG_IGN)
        await start()
    }

    /// Leaves the main actor: nothing of Sluice runs there.
    @concurrent
    private static func start() async {
        let code: ExitCode
        switch CommandLineParser(Program.spec).parse(Array(CommandLine.arguments.dropFirst())) {
        case .show(let text): code = Console.output.write(text) ? .done : .inputOutput
        case .refused(let error):
            Console.error.write("sluice: \(error)\n")
            code = .usage
        case .run(let arguments):
            guard let verb = Program.verbs[arguments.path] else {
                Console.error.write("sluice: '\(arguments.path.joined(separator: " "))' has no code behind it\n")
                exit(ExitCode.software.rawValue)
            }
            code = await verb.run(arguments)
        }
        exit(code.rawValue)
    }
}

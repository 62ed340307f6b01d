// Sluice
// SPDX-License-Identifier: Apache-2.0

import CLibFuzzer
import Glibc

/// `SluiceFuzz --list` or `SluiceFuzz TARGET [LIBFUZZER ARGUMENTS]`; `scripts/fuzz` calls it.
@main
enum Program {
    /// What libFuzzer calls: a C function takes nothing along, so that the chosen target stands here. Set before the
    /// first call; libFuzzer calls from one thread.
    nonisolated(unsafe) private static var target: (any FuzzTarget)?

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments == ["--list"] {
            for kind in FuzzTargets.all { puts(kind.name) }
            return
        }
        guard let name = arguments.first, let kind = FuzzTargets.all.first(where: { $0.name == name }) else {
            complain("usage: SluiceFuzz --list | TARGET [LIBFUZZER ARGUMENTS]\n")
            exit(64)
        }
        target = try kind.init()
        run([CommandLine.arguments[0]] + arguments.dropFirst())
    }

    private static func run(_ arguments: [String]) -> Never {
        // libFuzzer may put other pointers into the list, so that nothing is freed; the process ends with it.
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var count = CInt(arguments.count)
        let code = pointers.withUnsafeMutableBufferPointer { list in
            var start = list.baseAddress
            return LLVMFuzzerRunDriver(&count, &start) { data, size in
                Program.target?.run(UnsafeRawBufferPointer(start: data, count: size))
                return 0
            }
        }
        exit(code)
    }
}

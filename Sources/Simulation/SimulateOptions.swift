// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What the command line asks for.
struct SimulateOptions: Sendable {
    var schedules: UInt64 = 10_000
    var seed: UInt64 = 1
    var mutants = false
    /// Whether the schedules written by hand are replayed with all rules in force.
    var directed = false
    /// Whether one schedule is shown step by step.
    var traces = false
    /// The mutants to check; empty for all.
    var names: [String] = []
    let threads = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    init?(_ arguments: some Sequence<String>) {
        var rest = Array(arguments)[...]
        while let name = rest.popFirst() {
            switch name {
            case "--mutants": mutants = true
            case "--directed": directed = true
            case "--only":
                guard let list = rest.popFirst() else { return nil }
                names = list.split(separator: ",").map(String.init)
            case "--trace": traces = true
            case "--schedules", "--seed":
                guard let number = rest.popFirst().flatMap({ UInt64($0) }) else { return nil }
                if name == "--seed" { seed = number } else { schedules = number }
            default: return nil
            }
        }
    }
}

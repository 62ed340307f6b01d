// Sluice
// SPDX-License-Identifier: Apache-2.0

import SluiceTesting

/// Many schedules with all rules in force.
struct ScheduleRun {
    private static let shownMax = 5
    private let options: SimulateOptions

    init(_ options: SimulateOptions) {
        self.options = options
    }

    private struct Part: Sendable {
        var failures: [Simulation.Failure] = []
        var seen: [String: Int] = [:]
    }

    func run() async -> Bool {
        let begun = ContinuousClock.now
        let parts = await withTaskGroup(of: Part.self) { group in
            for thread in 0..<UInt64(options.threads) { group.addTask { part(thread) } }
            return await group.reduce(into: [Part]()) { $0.append($1) }
        }
        let failures = parts.flatMap(\.failures).sorted { $0.seed < $1.seed }
        var seen: [String: Int] = [:]
        for part in parts { seen.merge(part.seen, uniquingKeysWith: +) }
        for (name, count) in seen.sorted(by: { $0.key < $1.key }) { Simulate.write("\(count)\t\(name)\n") }
        for failure in failures.prefix(Self.shownMax) {
            Simulate.write("\(Simulation().shrink(failure))\n")
        }
        let seconds = Double((ContinuousClock.now - begun) / .milliseconds(1)) / 1000
        let rate = Int(Double(options.schedules) / max(seconds, 0.001))
        Simulate.write("\(rate) schedules per second, seeds from \(options.seed)\n")
        Simulate.write("\(options.schedules - UInt64(failures.count)) passed, \(failures.count) failed\n")
        return failures.isEmpty
    }

    private func part(_ thread: UInt64) -> Part {
        var part = Part()
        let simulation = Simulation()
        var index = thread
        while index < options.schedules {
            if let failure = simulation.run(seed: options.seed &+ index, counting: &part.seen) {
                part.failures.append(failure)
            }
            index += UInt64(options.threads)
        }
        return part
    }
}

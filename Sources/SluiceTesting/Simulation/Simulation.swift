// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Runs schedules: drawn from a seed, replayed, shrunk.
package struct Simulation: Sendable {
    /// A schedule that has broken a promise.
    package struct Failure: Sendable, CustomStringConvertible {
        package let seed: UInt64
        package let shape: SimulationShape
        package let violations: [SimulationViolation]
        package let actions: [SimulationAction]

        package var description: String {
            let lines = actions.enumerated().map { "  \($0.offset): \($0.element)" }
            return "seed \(seed) (\(shape)): \(violations.prefix(3).map(\.description).joined(separator: "; "))\n"
                + lines.joined(separator: "\n")
        }
    }

    package let rules: SimulationRules

    package init(rules: SimulationRules = SimulationRules()) {
        self.rules = rules
    }

    /// Runs the schedule of a seed; nil where every promise holds.
    package func run(seed: UInt64, counting seen: inout [String: Int]) -> Failure? {
        var generator = SeededGenerator(seed: seed)
        let shape = SimulationShape(using: &generator)
        let world = SimulatedWorld(shape, rules: rules, counts: true)
        var schedule = SimulationSchedule(shape, generator: generator)
        var actions: [SimulationAction] = []
        for _ in 0..<SimulationLimits.scheduleActions {
            let action = schedule.next(for: world)
            if world.apply(action) { actions.append(action) }
            if !world.violations.isEmpty { break }
        }
        finish(world, shape)
        seen.merge(world.seen, uniquingKeysWith: +)
        if world.violations.isEmpty { return nil }
        return Failure(seed: seed, shape: shape, violations: world.violations, actions: actions)
    }

    package func run(seed: UInt64) -> Failure? {
        var seen: [String: Int] = [:]
        return run(seed: seed, counting: &seen)
    }

    /// Runs a list of actions; those that make no sense are passed over.
    package func replay(_ actions: [SimulationAction], _ shape: SimulationShape) -> [SimulationViolation] {
        let world = SimulatedWorld(shape, rules: rules)
        for action in actions where world.violations.isEmpty { _ = world.apply(action) }
        finish(world, shape)
        return world.violations
    }

    /// Runs a schedule written by hand.
    package func replay(_ directed: DirectedSchedule) -> [SimulationViolation] {
        let world = SimulatedWorld(directed.shape, rules: rules)
        for action in directed.actions where world.violations.isEmpty { _ = world.apply(action) }
        finish(world, directed.shape)
        if world.violations.isEmpty, let promise = directed.promise { world.judge(promise) }
        return world.violations
    }

    func finish(_ world: SimulatedWorld, _ shape: SimulationShape) {
        if world.violations.isEmpty { world.drain(survivors: shape.survivors) }
        let dead = shape.deadRoots
        if world.violations.isEmpty { world.judge(absent: dead) }
        guard shape.rootsReturn, !dead.isEmpty, world.violations.isEmpty else { return }
        world.drain(survivors: 1 << shape.processes - 1)
        if world.violations.isEmpty { world.judge(absent: []) }
    }

    /// A failure with as few actions as leaving some out can give, and the same kind of violation.
    package func shrink(_ failure: Failure) -> Failure {
        let kind = failure.violations.first?.kind
        var actions = failure.actions
        var violations = failure.violations
        var size = max(1, actions.count / 2)
        while true {
            var start = 0
            var isShorter = false
            while start < actions.count {
                let shorter = Array(actions[..<start] + actions[min(start + size, actions.count)...])
                let found = replay(shorter, failure.shape)
                if found.first?.kind == kind {
                    (actions, violations, isShorter) = (shorter, found, true)
                } else {
                    start += size
                }
            }
            if size == 1, !isShorter { break }
            size = max(1, size / 2)
        }
        return Failure(seed: failure.seed, shape: failure.shape, violations: violations, actions: actions)
    }
}

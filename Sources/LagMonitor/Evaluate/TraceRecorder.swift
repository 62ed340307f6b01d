// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Takes down which rules were asked, where somebody wants to know; the rules themselves are the same either way.
struct TraceRecorder {
    let isOn: Bool
    private(set) var steps: [RuleTrace.Step] = []

    init(isOn: Bool) {
        self.isOn = isOn
    }

    /// Notes a rule and its answer, and gives that back. The inputs are put together only where they are wanted.
    @inline(__always)
    mutating func asks(
        _ rule: StaticString, _ holds: Bool, _ inputs: @autoclosure () -> [(name: String, value: Int64)] = []
    ) -> Bool {
        if isOn { note(rule, holds, inputs()) }
        return holds
    }

    private mutating func note(_ rule: StaticString, _ holds: Bool, _ inputs: [(name: String, value: Int64)]) {
        steps.append(RuleTrace.Step(rule: "\(rule)", holds: holds, inputs: inputs))
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Why a partition was judged as it was.
package struct RuleTrace: Sendable, Equatable {
    /// One rule that was asked, in the order of asking; the last one decided.
    package struct Step: Sendable, Equatable {
        /// As in docs/LAG.md: "current_lag_zero", "stopped", "recently_caught_up", "rewound", "lag_always_nonzero",
        /// "stalled", "lag_not_decreasing".
        package var rule: String
        package var holds: Bool
        /// What it compared: names with numbers, "age_ms" = 401000.
        package var inputs: [(name: String, value: Int64)]

        package init(rule: String, holds: Bool, inputs: [(name: String, value: Int64)] = []) {
            self.rule = rule
            self.holds = holds
            self.inputs = inputs
        }

        package static func == (left: Step, right: Step) -> Bool {
            left.rule == right.rule && left.holds == right.holds
                && left.inputs.elementsEqual(right.inputs) { $0.name == $1.name && $0.value == $1.value }
        }
    }

    package var steps: [Step]

    package init(_ steps: [Step] = []) {
        self.steps = steps
    }
}

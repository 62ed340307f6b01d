// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A verdict on a sealed manifest and the line of the table that gave it.
package struct SettlingDecision: Hashable, Sendable {
    package let rule: SettlingRule
    package let verdict: SettlingVerdict

    package init(rule: SettlingRule, verdict: SettlingVerdict) {
        self.rule = rule
        self.verdict = verdict
    }
}

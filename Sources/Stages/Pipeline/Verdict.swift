// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What becomes of a record. One of these holds for every record: none is ever lost without a verdict.
public enum Verdict: Hashable, Sendable {
    /// It goes to these outputs, at least one.
    case routed(OutputSet)
    /// The rule of this index discards it.
    case filtered(rule: Int)
    /// It goes to the dead letters.
    case failed(Failure)
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of what the command line accepts and shows.
enum TerminalLimits {
    /// Edit distance up to which another name is offered as what was meant; beyond it guesses mislead.
    static let suggestionDistanceMax = 3
    /// Column at which help text is wrapped.
    static let helpColumns = 80
    /// Width taken for a terminal that does not tell its own, in columns.
    static let fallbackColumns = 80
}

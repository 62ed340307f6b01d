// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a command line asks for.
package enum ParseOutcome: Sendable {
    /// Run a command.
    case run(ParsedArguments)
    /// Write this text to the standard output and end with 0: help, version, completions, manual.
    case show(String)
    /// Write the error to the standard error and end with 64.
    case refused(UsageError)
}

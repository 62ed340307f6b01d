// Sluice
// SPDX-License-Identifier: Apache-2.0

extension CommandSpec {
    /// A command line that works as it stands, with what it does.
    package struct Example: Sendable {
        /// The command line from the program's name on.
        package let line: String
        /// One sentence without a full stop.
        package let summary: String

        package init(_ line: String, _ summary: String) {
            self.line = line
            self.summary = summary
        }
    }
}

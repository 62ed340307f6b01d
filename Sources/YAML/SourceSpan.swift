// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A stretch of a source text, from `start` up to and without `end`.
package struct SourceSpan: Hashable, Sendable {
    package var start: SourcePosition
    package var end: SourcePosition

    package init(start: SourcePosition, end: SourcePosition) {
        self.start = start
        self.end = end
    }

    /// The single place `position`.
    package init(_ position: SourcePosition) {
        self.init(start: position, end: SourcePosition(line: position.line, column: position.column + 1))
    }

    /// Characters from start to end where both are on one line, else 1.
    package var length: Int {
        start.line == end.line ? max(1, end.column - start.column) : 1
    }
}

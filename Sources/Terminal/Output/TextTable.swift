// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A table of text with aligned columns.
package struct TextTable: Sendable {
    package enum Alignment: Sendable { case left, right }

    private let titles: [(title: String, alignment: Alignment)]
    private var rows: [[String]] = []

    package init(_ titles: [(title: String, alignment: Alignment)]) {
        self.titles = titles
    }

    /// Adds a row that has one cell per column.
    package mutating func add(_ cells: [String]) {
        precondition(cells.count == titles.count, "\(cells.count) cells in \(titles.count) columns")
        rows.append(cells)
    }

    package var isEmpty: Bool { rows.isEmpty }

    /// The table, each line ended by a newline and without trailing blanks.
    package var text: String {
        let all = [titles.map(\.title)] + rows
        let widths = titles.indices.map { column in all.map { TextWidth.columns(of: $0[column]) }.max() ?? 0 }
        return all.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - TextWidth.columns(of: cell))
                if column > 0 { line += "  " }
                line += titles[column].alignment == .left ? cell + padding : padding + cell
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}

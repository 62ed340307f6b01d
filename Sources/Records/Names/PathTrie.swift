// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The layout's paths as a table: path and name give the longer path, 0 where the layout knows none.
struct PathTrie: ~Copyable {
    private let steps: Storage<UInt16>
    private let width: Int
    /// Paths of the layout, as they were when the trie was made.
    let paths: Storage<RecordLayout.Path>

    init(layout: borrowing RecordLayout) {
        var paths = Storage<RecordLayout.Path>(capacity: layout.paths.count)
        for path in layout.paths { paths.append(path) }
        self.paths = paths
        // One column more for all the names that no path has.
        width = layout.names.count + 1
        steps = Storage(repeating: 0, count: layout.paths.count * width)
        for (index, path) in layout.paths.enumerated() where index > RecordLayout.root {
            steps[path.parent * width + path.name] = UInt16(truncatingIfNeeded: index)
        }
    }

    /// Names in a path.
    func depth(of path: Int) -> Int {
        var depth = 0
        var index = path
        while index > RecordLayout.root {
            depth += 1
            index = paths[index].parent
        }
        return depth
    }

    /// A handle for the scan.
    var table: Table { Table(steps: steps.window, width: width) }

    /// The table without its owner; valid as long as the trie.
    struct Table {
        fileprivate let steps: Window<UInt16>
        fileprivate let width: Int

        /// Where the row of a path starts.
        @inline(always)
        func row(of path: UInt32) -> UInt32 { path &* UInt32(truncatingIfNeeded: width) }

        /// The column of a name: its id, or the last one for all names that no path has.
        @inline(always)
        func column(of name: UInt16) -> Int { min(Int(name), width &- 1) }

        /// The path that a name leads to.
        @inline(always)
        func step(row: UInt32, column: Int) -> Int { Int(steps[Int(row) &+ column]) }
    }
}

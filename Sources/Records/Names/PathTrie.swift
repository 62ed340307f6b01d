// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The layout's paths as a table: path and name give the longer path, 0 where the layout knows none.
struct PathTrie: ~Copyable {
    private let steps: Storage<UInt16>
    private let width: Int
    /// Paths of the layout, as they were when the trie was made.
    let paths: [RecordLayout.Path]

    init(layout: borrowing RecordLayout) {
        paths = layout.paths
        width = max(layout.names.count, 1)
        steps = Storage(repeating: 0, count: paths.count * width)
        for index in paths.indices where index > RecordLayout.root {
            steps[paths[index].parent * width + paths[index].name] = UInt16(truncatingIfNeeded: index)
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

        @inline(__always)
        func step(from path: Int, by name: UInt16) -> Int {
            if path == 0 || Int(name) >= width { return 0 }
            return Int(steps[path * width + Int(name)])
        }
    }
}

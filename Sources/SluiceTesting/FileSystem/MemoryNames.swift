// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The names of a directory and their nodes. Directories of tests are small: comparing is cheaper than hashing.
struct MemoryNames: Sequence {
    typealias Element = (name: Substring, node: Int)

    private var entries: [Element] = []

    var isEmpty: Bool { entries.isEmpty }

    subscript(name: Substring) -> Int? {
        get { index(of: name).map { entries[$0].node } }
        set {
            switch (index(of: name), newValue) {
            case (let index?, let node?): entries[index].node = node
            case (let index?, nil): entries.remove(at: index)
            case (nil, let node?): entries.append((name, node))
            case (nil, nil): break
            }
        }
    }

    func makeIterator() -> IndexingIterator<[Element]> { entries.makeIterator() }

    private func index(of name: Substring) -> Int? {
        // From the end: what was made last is looked for most.
        entries.lastIndex { $0.name.hasSameBytes(as: name) }
    }
}

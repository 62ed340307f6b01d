// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// A compiled expression: operations in one array, which refer to each other by index.
final class Program: Sendable {
    /// An operation with its operands; plain bits.
    struct Node: BitwiseCopyable, Sendable {
        var operation: Operation
        var a: Int32 = 0
        var b: Int32 = 0
        var c: Int32 = 0
        var bits: UInt64 = 0
    }

    /// A macro that walks a list or the keys of a map.
    struct Loop: Sendable {
        var kind: CheckedNode.LoopKind
        var range: Int
        var local: Int
        /// -1 without one.
        var condition: Int
        var body: Int
    }

    let nodes: [Node]
    /// Where each node stands in the source.
    let places: [Range<Int>]
    let root: Int
    let children: [Int32]
    let loops: [Loop]
    let slots: [Slot]
    let literals: [[UInt8]]
    let headers: [[UInt8]]
    let localsCount: Int

    init(_ compiler: Compiler, root: Int, localsCount: Int) {
        nodes = compiler.nodes
        places = compiler.places
        self.root = root
        children = compiler.children
        loops = compiler.loops
        slots = compiler.slots
        literals = compiler.literals
        headers = compiler.headers
        self.localsCount = localsCount
    }
}

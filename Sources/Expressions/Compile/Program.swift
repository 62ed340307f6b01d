// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// A compiled expression: operations in one array, which refer to each other by index.
///
/// Noncopyable: an evaluation borrows it, and with it the bytes of its literals. Large enough to go by address.
struct Program: ~Copyable, Sendable {
    /// An operation with its operands; plain bits.
    struct Node: BitwiseCopyable, Sendable {
        var operation: Operation
        var a: Int32 = 0
        var b: Int32 = 0
        var c: Int32 = 0
        var bits: UInt64 = 0

        /// Of a comparison: the orders that it accepts.
        @inline(__always)
        var orders: Orders { Orders(rawValue: UInt8(truncatingIfNeeded: c)) }
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

    /// The operation of the whole expression: most conditions consist of it alone.
    let rootNode: Node
    let root: Int
    let nodes: [Node]
    let slots: [Slot]
    /// The bytes of literals and names.
    let text: [UInt8]
    let children: [Int32]
    let loops: [Loop]
    /// Literals that stand in a row for `fieldInStrings`.
    let rows: [TextRange]
    /// Where each node stands in the source.
    let places: [Range<Int>]
    let localsCount: Int
    /// Whether an evaluation may build strings, lists or maps: only then are the evaluator's buffers reset.
    let needsBuffers: Bool
    /// Whether the value is the same for every record.
    let isConstant: Bool

    init(_ compiler: borrowing Compiler, root: Int, localsCount: Int) {
        rootNode = compiler.nodes[root]
        self.root = root
        nodes = compiler.nodes
        slots = compiler.slots
        text = compiler.text
        children = compiler.children
        loops = compiler.loops
        rows = compiler.rows
        places = compiler.places
        self.localsCount = localsCount
        needsBuffers = compiler.nodes.contains { !$0.operation.isPlain }
        isConstant = compiler.slots.isEmpty && !compiler.nodes.contains { $0.operation.readsOrigin }
    }

    /// The bytes of a literal or name; valid as long as the program.
    @_lifetime(borrow self)
    func text(_ range: TextRange) -> RawSpan {
        text.span.bytes.extracting(range.start..<range.start + range.count)
    }
}

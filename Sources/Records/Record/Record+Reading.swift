// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// The value at a slot as it is now, edits included; nil where there is none.
    @inline(__always)
    func node(at slot: Slot) -> Node? {
        let index = Int(slot.index)
        guard index < pathNodes.count, pathNodes[index] != 0 else { return nil }
        return tape[Int(pathNodes[index])]
    }

    /// What stands at a slot.
    public func kind(of slot: Slot) -> ValueKind {
        node(at: slot)?.kind ?? .absent
    }

    /// The value at a slot, to look into; nil where there is none.
    public func value(at slot: Slot) -> ValueRef? {
        let index = Int(slot.index)
        guard index < pathNodes.count, pathNodes[index] != 0 else { return nil }
        return ValueRef(Int(pathNodes[index]))
    }

    /// The number at a slot; nil for anything else, and for numbers past the range of a double.
    public func number(of slot: Slot) -> NumberValue? {
        guard let node = node(at: slot), node.kind == .number else { return nil }
        return NumberText.value(bytes(of: node))
    }

    /// The truth value at a slot; nil for anything else.
    public func bool(of slot: Slot) -> Bool? {
        guard let node = node(at: slot), node.kind == .bool else { return nil }
        return bytes(of: node)[0] == 0x74
    }

    /// The JSON text of the scalar at a slot: strings without quotes and with escapes as they stand.
    ///
    /// Empty for absent values and for objects and arrays, whose text may hold what was masked since: use
    /// ``render(_:into:)-(Slot,_)`` for those. Valid until the record changes.
    @_lifetime(borrow self)
    public func rawBytes(of slot: Slot) -> RawSpan {
        guard let node = node(at: slot), !node.isContainer else {
            return unsafe _overrideLifetime(Bytes.none.span, borrowing: self)
        }
        return unsafe _overrideLifetime(bytes(of: node).span, borrowing: self)
    }

    /// Whether a string stands at a slot whose raw bytes hold a backslash.
    public func hasEscapes(_ slot: Slot) -> Bool {
        node(at: slot)?.has(Node.escaped) ?? false
    }

    /// The characters of the string at a slot, escapes resolved; empty for anything else.
    ///
    /// Strings without escapes are not copied; others go to `buffer`, whose old contents are lost.
    @_lifetime(borrow self, &buffer)
    public func stringBytes(of slot: Slot, in buffer: inout ByteBuffer) -> RawSpan {
        guard let node = node(at: slot), node.kind == .string else {
            return unsafe _overrideLifetime(Bytes.none.span, borrowing: self)
        }
        return unsafe _overrideLifetime(stringBytes(node, &buffer).span, borrowing: self)
    }

    func stringBytes(_ node: Node, _ buffer: inout ByteBuffer) -> Bytes {
        if !node.has(Node.escaped) { return bytes(of: node) }
        buffer.removeAll()
        EscapedText.decode(bytes(of: node), into: &buffer)
        return buffer.window
    }
}

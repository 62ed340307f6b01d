// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// The whole record.
    public var top: ValueRef? { tape.count > 0 ? ValueRef(0) : nil }

    /// What a value is.
    public func kind(of value: ValueRef) -> ValueKind { tape[value.node].kind }

    /// The number; nil for anything else, and for numbers past the range of a double.
    public func number(of value: ValueRef) -> NumberValue? {
        let node = tape[value.node]
        return node.kind == .number ? NumberText.value(bytes(of: node)) : nil
    }

    /// The truth value; nil for anything else.
    public func bool(of value: ValueRef) -> Bool? {
        let node = tape[value.node]
        return node.kind == .bool ? bytes(of: node)[0] == 0x74 : nil
    }

    /// The JSON text of a scalar, as ``rawBytes(of:)-(Slot)``.
    @_lifetime(borrow self)
    public func rawBytes(of value: ValueRef) -> RawSpan {
        let node = tape[value.node]
        let bytes = node.isContainer ? Bytes.none : bytes(of: node)
        return unsafe _overrideLifetime(bytes.span, borrowing: self)
    }

    /// Whether the value is a string whose raw bytes hold a backslash.
    public func hasEscapes(_ value: ValueRef) -> Bool { tape[value.node].has(Node.escaped) }

    /// The characters of a string, as ``stringBytes(of:in:)-(Slot,_)``.
    @_lifetime(borrow self, &buffer)
    public func stringBytes(of value: ValueRef, in buffer: inout ByteBuffer) -> RawSpan {
        let node = tape[value.node]
        let bytes = node.kind == .string ? stringBytes(node, &buffer) : Bytes.none
        return unsafe _overrideLifetime(bytes.span, borrowing: self)
    }

    /// The first element or member of an array or object; nil where there is none.
    public func firstChild(of value: ValueRef) -> ValueRef? {
        let node = tape[value.node]
        guard node.isContainer else { return nil }
        if node.link == 0 { return present(value.node + 1, before: Int(node.next)) }
        let contents = extensions[Int(node.link)]
        return present(Int(contents.firstChild), before: Int(contents.endChild))
            ?? presentAdded(Int(contents.firstAdded))
    }

    /// The element or member that follows `child` in `parent`; nil at the end.
    public func child(after child: ValueRef, in parent: ValueRef) -> ValueRef? {
        let node = tape[child.node]
        let outer = tape[parent.node]
        if node.isAdded { return presentAdded(Int(node.next)) }
        if outer.link == 0 { return present(Int(node.next), before: Int(outer.next)) }
        let contents = extensions[Int(outer.link)]
        return present(Int(node.next), before: Int(contents.endChild)) ?? presentAdded(Int(contents.firstAdded))
    }

    /// The member of an object with a name given as UTF-8; nil where there is none. Walks the members.
    public func member(_ name: RawSpan, of object: ValueRef) -> ValueRef? {
        guard tape[object.node].kind == .object else { return nil }
        let wanted = Bytes(name)
        var child = firstChild(of: object)
        while let found = child {
            if withName(of: found.node, { $0.isEqual(to: wanted) }) { return found }
            child = self.child(after: found, in: object)
        }
        return nil
    }

    /// Lends the name of a member, escapes resolved; empty for elements of arrays.
    public func withName<Result>(of value: ValueRef, _ body: (RawSpan) -> Result) -> Result {
        withName(of: value.node) { body($0.span) }
    }

    /// Lends the decoded name of a member.
    func withName<Result>(of index: Int, _ body: (Bytes) -> Result) -> Result {
        let node = tape[index]
        switch node.nameID {
        case NameTable.none: return body(Bytes.none)
        case NameTable.surplus:
            let text = node.has(Node.placeInScratch) ? scratch.window : self.text
            return withSurplusName(at: Int(node.nameStart), in: text, body)
        default: return body(names.name(of: node.nameID))
        }
    }

    private func present(_ first: Int, before end: Int) -> ValueRef? {
        var index = first
        while index < end {
            if !tape[index].has(Node.removed) { return ValueRef(index) }
            index = Int(tape[index].next)
        }
        return nil
    }

    private func presentAdded(_ first: Int) -> ValueRef? {
        var index = first
        while index != 0 {
            if !tape[index].has(Node.removed) { return ValueRef(index) }
            index = Int(tape[index].next)
        }
        return nil
    }
}

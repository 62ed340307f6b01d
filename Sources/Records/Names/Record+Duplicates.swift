// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Hash under which an object itself is noted in the index.
    private static let objectHash: UInt64 = 0x5bd1_e995

    /// Drops an earlier member of the name that the scan has just read: the last one wins.
    ///
    /// - Returns: whether the object is indexed, so that every further name of it has to be looked up.
    @inline(never)
    mutating func dropEarlierMember(_ repeated: RepeatedName, isInScratch: Bool) -> Bool {
        let (object, name, nameStart, count) = (repeated.object, repeated.id, repeated.start, repeated.count)
        let text = isInScratch ? scratch.window : self.text
        let marker = memberIndex.place(object: object, hash: Self.objectHash) { $0 == 0 }
        if !memberIndex.entries[marker].isUsed {
            var child = object + 1
            var walked = 0
            while child < count, walked < RecordsLimits.walkedMembersMax {
                let node = tape[child]
                if !node.has(Node.removed), isSameName(node, name, nameStart, text) {
                    dropDuplicate(child)
                    return false
                }
                child = Int(node.next)
                walked += 1
            }
            if child >= count { return false }
            memberIndex.set(marker, object: object, hash: Self.objectHash, node: 0)
            indexMembers(of: object, count: count, text)
        }
        let hash = nameHash(name, nameStart, text)
        let place = memberIndex.place(object: object, hash: hash) { node in
            node != 0 && isSameName(tape[node], name, nameStart, text)
        }
        if memberIndex.entries[place].isUsed { dropDuplicate(Int(memberIndex.entries[place].node)) }
        memberIndex.set(place, object: object, hash: hash, node: count)
        return true
    }

    private mutating func indexMembers(of object: Int, count: Int, _ text: Bytes) {
        var child = object + 1
        while child < count {
            let node = tape[child]
            if !node.has(Node.removed) {
                let hash = nameHash(node.nameID, Int(node.nameStart), text)
                let place = memberIndex.place(object: object, hash: hash) { _ in false }
                memberIndex.set(place, object: object, hash: hash, node: child)
            }
            child = Int(node.next)
        }
    }

    private mutating func dropDuplicate(_ node: Int) {
        duplicateKeys += 1
        removeMember(node)
    }

    private func nameHash(_ id: UInt16, _ start: Int, _ text: Bytes) -> UInt64 {
        if id != NameTable.surplus { return names.hash(of: names.name(of: id)) }
        return withSurplusName(at: start, in: text) { names.hash(of: $0) }
    }

    private func isSameName(_ node: Node, _ id: UInt16, _ start: Int, _ text: Bytes) -> Bool {
        if node.nameID != id { return false }
        if id != NameTable.surplus { return true }
        return withSurplusName(at: Int(node.nameStart), in: text) { first in
            withSurplusName(at: start, in: text) { first.isEqual(to: $0) }
        }
    }

    /// Lends the decoded bytes of a name that has no place in the table.
    func withSurplusName<Result>(at start: Int, in text: Bytes, _ body: (Bytes) -> Result) -> Result {
        var isEscaped: UInt64 = 0
        let end = max(Grammar.endOfString(text, from: start, escaped: &isEscaped), start)
        let name = text.slice(start, end)
        guard isEscaped != 0 else { return body(name) }
        var buffer = ByteBuffer(capacity: name.count)
        EscapedText.decode(name, into: &buffer)
        return body(buffer.window)
    }
}

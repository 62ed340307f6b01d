// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One event at a time: its text, what was found in it, and the edits made to it.
///
/// A thread owns one record and reuses it for every event, so that nothing is allocated per event. The record borrows
/// the bytes given to ``begin(origin:)``, ``setKey(_:)``, ``addHeader(name:value:)`` and ``scan(json:)``: their owner,
/// usually a batch of the consumer, keeps them until the next `begin`.
@safe
public struct Record: ~Copyable, @unchecked Sendable {
    // Allocated and freed here, reached by no one else: it moves between threads with the record. Calls on the record
    // pass this one word in a register; a record that held its state itself would be copied by most calls.
    let state: UnsafeMutablePointer<RecordState>

    /// Makes an empty record that knows the paths and marks of a layout.
    public init(layout: borrowing RecordLayout) {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: RecordState(layout: layout))
    }

    deinit {
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
    }

    /// Forgets the last event and notes where the next one comes from.
    ///
    /// The topic's name is borrowed until the next `begin`.
    public mutating func begin(origin: RecordOrigin) {
        topicName = Bytes(origin.topic)
        partition = origin.partition
        offset = origin.offset
        timestampMs = origin.timestampMs
        hasKey = false
        headers.count = 0
        surplusHeaders = 0
        if names.surplusCount > RecordsLimits.surplusNamesMax { forgetWhatWasLearnt() }
        clear()
    }

    /// Forgets what earlier texts have taught: names, and what stands between values.
    package mutating func forgetWhatWasLearnt() {
        names.forgetLearntNames()
        patterns.refill(with: Pattern(), count: patterns.count)
    }

    /// Forgets text, values and edits.
    mutating func clear() {
        tape.count = 0
        edits.count = 0
        if tape.capacity > RecordsLimits.retainedValuesMax { tape.resize(to: RecordsLimits.retainedValuesMax) }
        if edits.capacity > RecordsLimits.retainedValuesMax { edits.resize(to: RecordsLimits.retainedValuesMax) }
        text = Bytes.none
        duplicateKeys = 0
        breaksLine = false
        marksSeen = 0
        isOverLimit = false
        pathNodes.fill(with: 0, count: pathNodes.count)
        scratch.removeAll()
        scratch.shrink(to: RecordsLimits.retainedBytesMax)
        rendered.removeAll()
        rendered.shrink(to: RecordsLimits.retainedBytesMax)
        decoded.removeAll()
        decoded.shrink(to: RecordsLimits.retainedBytesMax)
        replacements.removeAll()
        replacements.shrink()
        extensions.count = 1
        editsAreSorted = true
        editsScratch = false
        memberIndex.removeAll()
    }

    /// The text that a node's value lies in.
    @inline(__always)
    func space(of node: Node) -> Bytes {
        node.has(Node.valueInScratch) ? scratch.window : text
    }

    /// The bytes of a node's value, strings without quotes.
    @inline(__always)
    func bytes(of node: Node) -> Bytes {
        space(of: node).slice(Int(node.start), Int(node.end))
    }
}

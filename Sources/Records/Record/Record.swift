// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One event at a time: its text, what was found in it, and the edits made to it.
///
/// A thread owns one record and reuses it for every event, so that nothing is allocated per event. The record borrows
/// the bytes given to ``begin(origin:)``, ``setKey(_:)``, ``addHeader(name:value:)`` and ``scan(json:)``: their owner,
/// usually a batch of the consumer, keeps them until the next `begin`.
@safe
public struct Record: ~Copyable {
    /// Text that parsers of other formats write for ``scanSource()``.
    public var source = ByteBuffer(capacity: 4096)
    /// Number of the partition.
    public private(set) var partition: Int32 = 0
    /// Offset within the partition.
    public private(set) var offset: Int64 = 0
    /// Kafka's time of the record in milliseconds since 1970; -1 where it has none.
    public private(set) var timestampMs: Int64 = -1
    /// Members dropped because a later one of the same object has the same name.
    public internal(set) var duplicateKeys = 0
    /// Headers ignored because the record has more than ``RecordsLimits/headersMax``.
    public internal(set) var surplusHeaders = 0

    // Borrowed from the batch.
    var text = Bytes.none
    var topicName = Bytes.none
    var keyBytes = Bytes.none
    var hasKey = false
    var headers = Storage<Header>(capacity: 16)

    // What the scan found. Node 0 is the whole value; there is none when `tape.count` is 0.
    var tape = Storage<Node>(capacity: 512)
    var pathNodes: Storage<UInt32>
    var savedPaths: Storage<UInt32>
    var breaksLine = false
    var names: NameTable
    let trie: PathTrie
    var patterns: Storage<Pattern>
    var frames = Storage<Frame>(capacity: RecordsLimits.depthMax + 2)
    var memberIndex = MemberIndex()

    // What was changed since. Extension 0 is never used.
    var scratch = ByteBuffer(capacity: 4096)
    var edits = Storage<Edit>(capacity: 64)
    var extensions = Storage<Extension>(capacity: 16)
    var editsAreSorted = true
    var editsScratch = false

    // Texts of a moment.
    var decoded = ByteBuffer()
    var replacements = Replacements()
    /// `"name":` of each name of the layout, and where it starts.
    let memberTexts: ByteBuffer
    let memberTextStarts: [Int]

    /// Makes an empty record that knows the paths and marks of a layout.
    public init(layout: borrowing RecordLayout) {
        names = NameTable(layout: layout)
        trie = PathTrie(layout: layout)
        pathNodes = Storage(repeating: 0, count: layout.paths.count)
        savedPaths = Storage(repeating: 0, count: layout.paths.count)
        patterns = Storage(
            repeating: Pattern(), count: layout.names.count + RecordsLimits.learntNamesMax + 1)
        var texts = ByteBuffer()
        var starts = [0]
        for id in layout.names.indices {
            texts.append(0x22)
            texts.appendEscaped(names.name(of: UInt16(truncatingIfNeeded: id)))
            texts.append(0x22)
            texts.append(0x3a)
            starts.append(texts.count)
        }
        memberTexts = texts
        memberTextStarts = starts
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
        if names.surplusCount > RecordsLimits.surplusNamesMax {
            names.forgetLearntNames()
            patterns.fill(with: Pattern(), count: patterns.count)
        }
        clear()
    }

    /// Forgets text, values and edits.
    mutating func clear() {
        if tape.capacity > RecordsLimits.retainedValuesMax { tape.resize(to: RecordsLimits.retainedValuesMax) }
        if edits.capacity > RecordsLimits.retainedValuesMax { edits.resize(to: RecordsLimits.retainedValuesMax) }
        tape.count = 0
        text = Bytes.none
        duplicateKeys = 0
        breaksLine = false
        pathNodes.fill(with: 0, count: pathNodes.count)
        scratch.removeAll()
        scratch.shrink(to: RecordsLimits.retainedBytesMax)
        edits.count = 0
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

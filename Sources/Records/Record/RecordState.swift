// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Everything that a record consists of; lives at one address, so that no call ever copies it.
@safe
struct RecordState: ~Copyable {
    var source = ByteBuffer(capacity: 4096)
    var partition: Int32 = 0
    var offset: Int64 = 0
    var timestampMs: Int64 = -1
    var duplicateKeys = 0
    var surplusHeaders = 0
    var isOverLimit = false

    // Borrowed from the batch.
    var text = Bytes.none
    var topicName = Bytes.none
    var keyBytes = Bytes.none
    var hasKey = false
    var headers = Storage<Header>(capacity: 16)

    // What the scan found. Node 0 is the whole value; there is none when `tape.count` is 0.
    var tape = Storage<Node>(capacity: 512)
    /// Node at each path of the layout, 0 for none.
    var pathNodes: Storage<UInt32>
    var savedPaths: Storage<UInt32>
    /// Line breaks stand between the text's values.
    var breaksLine = false
    var names: NameTable
    let trie: PathTrie
    var patterns = Storage<Pattern>(repeating: Pattern(), count: Pattern.count)
    var frames = Storage<Frame>(repeating: Frame(), count: RecordsLimits.depthMax + 2)
    let notes = Storage<ScanNotes>(repeating: 0, count: 1)
    /// Marks of all names met, those of removed members included.
    var marksSeen: UInt16 = 0
    var memberIndex = MemberIndex()

    // What was changed since. Extension 0 is never used.
    var scratch = ByteBuffer(capacity: 4096)
    var edits = Storage<Edit>(capacity: 64)
    var extensions = Storage<Extension>(capacity: 16)
    var editsAreSorted = true
    /// Some edits are in the scratch text itself.
    var editsScratch = false

    // Texts of a moment.
    var decoded = ByteBuffer()
    var rendered = ByteBuffer()
    var replacements = Replacements()
    /// `,"name":` of each name of the layout, and where it starts.
    let memberTexts: ByteBuffer
    let memberTextStarts: Storage<Int>

    init(layout: borrowing RecordLayout) {
        names = NameTable(layout: layout)
        trie = PathTrie(layout: layout)
        pathNodes = Storage(repeating: 0, count: layout.paths.count)
        savedPaths = Storage(repeating: 0, count: layout.paths.count)
        var texts = ByteBuffer()
        var starts = Storage<Int>(capacity: layout.names.count + 1)
        starts.append(0)
        for id in layout.names.indices {
            texts.append(0x2c)
            texts.append(0x22)
            texts.appendEscaped(names.name(of: UInt16(truncatingIfNeeded: id)))
            texts.append(0x22)
            texts.append(0x3a)
            starts.append(texts.count)
        }
        memberTexts = texts
        memberTextStarts = starts
    }
}

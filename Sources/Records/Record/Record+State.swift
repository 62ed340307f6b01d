// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Text that parsers of other formats write for ``scanSource()``.
    public var source: ByteBuffer {
        _read { yield unsafe state.pointee.source }
        _modify { yield unsafe &state.pointee.source }
    }

    /// Number of the partition.
    public internal(set) var partition: Int32 {
        get { unsafe state.pointee.partition }
        nonmutating set { unsafe state.pointee.partition = newValue }
    }

    /// Offset within the partition.
    public internal(set) var offset: Int64 {
        get { unsafe state.pointee.offset }
        nonmutating set { unsafe state.pointee.offset = newValue }
    }

    /// Kafka's time of the record in milliseconds since 1970; -1 where it has none.
    public internal(set) var timestampMs: Int64 {
        get { unsafe state.pointee.timestampMs }
        nonmutating set { unsafe state.pointee.timestampMs = newValue }
    }

    /// Members dropped because a later one of the same object has the same name.
    public internal(set) var duplicateKeys: Int {
        get { unsafe state.pointee.duplicateKeys }
        nonmutating set { unsafe state.pointee.duplicateKeys = newValue }
    }

    /// Headers ignored because the record has more than ``RecordsLimits/headersMax``.
    public internal(set) var surplusHeaders: Int {
        get { unsafe state.pointee.surplusHeaders }
        nonmutating set { unsafe state.pointee.surplusHeaders = newValue }
    }

    /// A mask or a replacement was refused because edits would need more than ``RecordsLimits/editBytesMax``.
    ///
    /// Such a record may hold what should have been masked: ``serialise(into:)-(ByteChunk)`` writes nothing, and the
    /// record belongs to the dead letters.
    public internal(set) var isOverLimit: Bool {
        get { unsafe state.pointee.isOverLimit }
        nonmutating set { unsafe state.pointee.isOverLimit = newValue }
    }
}

// The parts of the state, each at its place.
extension Record {
    var text: Bytes {
        @inline(always) get { unsafe state.pointee.text }
        @inline(always) nonmutating set { unsafe state.pointee.text = newValue }
    }

    var topicName: Bytes {
        @inline(always) get { unsafe state.pointee.topicName }
        @inline(always) nonmutating set { unsafe state.pointee.topicName = newValue }
    }

    var keyBytes: Bytes {
        @inline(always) get { unsafe state.pointee.keyBytes }
        @inline(always) nonmutating set { unsafe state.pointee.keyBytes = newValue }
    }

    var hasKey: Bool {
        @inline(always) get { unsafe state.pointee.hasKey }
        @inline(always) nonmutating set { unsafe state.pointee.hasKey = newValue }
    }

    var headers: Storage<Header> {
        @inline(always) _read { yield unsafe state.pointee.headers }
        @inline(always) nonmutating _modify { yield unsafe &state.pointee.headers }
    }

    var tape: Storage<Node> {
        @inline(always) _read { yield unsafe state.pointee.tape }
        @inline(always) nonmutating _modify { yield unsafe &state.pointee.tape }
    }

    var pathNodes: Storage<UInt32> {
        @inline(always) _read { yield unsafe state.pointee.pathNodes }
        @inline(always) nonmutating _modify { yield unsafe &state.pointee.pathNodes }
    }

    var savedPaths: Storage<UInt32> {
        @inline(always) _read { yield unsafe state.pointee.savedPaths }
        @inline(always) nonmutating _modify { yield unsafe &state.pointee.savedPaths }
    }

    var marksSeen: UInt16 {
        @inline(always) get { unsafe state.pointee.marksSeen }
        @inline(always) nonmutating set { unsafe state.pointee.marksSeen = newValue }
    }

    var notes: Storage<ScanNotes> {
        @inline(always) _read { yield unsafe state.pointee.notes }
    }

    var breaksLine: Bool {
        @inline(always) get { unsafe state.pointee.breaksLine }
        @inline(always) nonmutating set { unsafe state.pointee.breaksLine = newValue }
    }

    var names: NameTable {
        @inline(always) _read { yield unsafe state.pointee.names }
        @inline(always) nonmutating _modify { yield unsafe &state.pointee.names }
    }

    var patterns: Storage<Pattern> {
        @inline(always) _read { yield unsafe state.pointee.patterns }
        @inline(always) nonmutating _modify { yield unsafe &state.pointee.patterns }
    }

    var memberIndex: MemberIndex {
        @inline(always) _read { yield unsafe state.pointee.memberIndex }
        @inline(always) nonmutating _modify { yield unsafe &state.pointee.memberIndex }
    }

    var scratch: ByteBuffer {
        @inline(always) _read { yield unsafe state.pointee.scratch }
        @inline(always) nonmutating _modify { yield unsafe &state.pointee.scratch }
    }

    var edits: Storage<Edit> {
        @inline(always) _read { yield unsafe state.pointee.edits }
        @inline(always) nonmutating _modify { yield unsafe &state.pointee.edits }
    }

    var extensions: Storage<Extension> {
        @inline(always) _read { yield unsafe state.pointee.extensions }
        @inline(always) nonmutating _modify { yield unsafe &state.pointee.extensions }
    }

    var editsAreSorted: Bool {
        @inline(always) get { unsafe state.pointee.editsAreSorted }
        @inline(always) nonmutating set { unsafe state.pointee.editsAreSorted = newValue }
    }

    var editsScratch: Bool {
        @inline(always) get { unsafe state.pointee.editsScratch }
        @inline(always) nonmutating set { unsafe state.pointee.editsScratch = newValue }
    }

    var decoded: ByteBuffer {
        @inline(always) _read { yield unsafe state.pointee.decoded }
        @inline(always) nonmutating _modify { yield unsafe &state.pointee.decoded }
    }

    var rendered: ByteBuffer {
        @inline(always) _read { yield unsafe state.pointee.rendered }
        @inline(always) nonmutating _modify { yield unsafe &state.pointee.rendered }
    }

    var replacements: Replacements {
        @inline(always) _read { yield unsafe state.pointee.replacements }
        @inline(always) nonmutating _modify { yield unsafe &state.pointee.replacements }
    }

    var trie: PathTrie {
        @inline(always) _read { yield unsafe state.pointee.trie }
    }

    var frames: Storage<Frame> {
        @inline(always) _read { yield unsafe state.pointee.frames }
    }

    var memberTexts: ByteBuffer {
        @inline(always) _read { yield unsafe state.pointee.memberTexts }
    }

    var memberTextStarts: Storage<Int> {
        @inline(always) _read { yield unsafe state.pointee.memberTextStarts }
    }
}

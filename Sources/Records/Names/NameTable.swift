// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Names met so far and their ids: those of the layout for good, others learnt on sight up to a limit.
@safe
struct NameTable: ~Copyable {
    /// Id of a name that has no place in the table.
    static let surplus: UInt16 = 0xffff
    /// Id where there is no name: elements of arrays.
    static let none: UInt16 = 0xfffe

    private static let tableSize = 4096
    private let secret = NameHash.processSecret
    // Index by hash: id + 1, and the hash's upper half to skip most comparisons.
    private let places = Storage<UInt16>(repeating: 0, count: tableSize)
    private let tags = Storage<UInt32>(repeating: 0, count: tableSize)
    private var entries = Storage<KnownName>(capacity: 256)
    private var text = ByteBuffer(capacity: 4096)
    private let marks: [String: UInt16]
    private let markedBytesMax: Int
    /// Names of the layout; their ids are 0..<layoutCount.
    let layoutCount: Int
    /// Occurrences of surplus names since names were last forgotten.
    private(set) var surplusCount = 0

    init(layout: borrowing RecordLayout) {
        marks = layout.marks
        // Lower case may be up to three times shorter in UTF-8 (U+212A, the Kelvin sign).
        markedBytesMax = 3 * (layout.marks.keys.map(\.utf8.count).max() ?? -1)
        layoutCount = layout.names.count
        for name in layout.names {
            var buffer = ByteBuffer()
            for byte in name.utf8 { buffer.append(byte) }
            let hash = NameHash.hash(buffer.window, secret: secret)
            insert(buffer.window, hash)
        }
    }

    /// Names known, those of the layout included.
    var count: Int { entries.count }

    /// The id of a name (decoded); learns it if there is room.
    mutating func identifier(of name: Bytes) -> UInt16 {
        if name.count > RecordsLimits.layoutNameBytesMax { return surplusID() }
        let hash = NameHash.hash(name, secret: secret)
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        var place = Int(truncatingIfNeeded: hash) & (NameTable.tableSize - 1)
        while places[place] != 0 {
            let id = places[place] - 1
            if tags[place] == tag, self.name(of: id).isEqual(to: name) { return id }
            place = (place + 1) & (NameTable.tableSize - 1)
        }
        guard name.count <= RecordsLimits.learntNameBytesMax,
            entries.count < layoutCount + RecordsLimits.learntNamesMax
        else { return surplusID() }
        return insert(name, hash)
    }

    private mutating func surplusID() -> UInt16 {
        surplusCount += 1
        return NameTable.surplus
    }

    @discardableResult
    private mutating func insert(_ name: Bytes, _ hash: UInt64) -> UInt16 {
        var place = Int(truncatingIfNeeded: hash) & (NameTable.tableSize - 1)
        while places[place] != 0 { place = (place + 1) & (NameTable.tableSize - 1) }
        let id = UInt16(truncatingIfNeeded: entries.count)
        entries.append(
            KnownName(
                start: UInt32(truncatingIfNeeded: text.count), length: UInt16(truncatingIfNeeded: name.count),
                marks: marks(ofSurplus: name)))
        text.append(name)
        places[place] = id + 1
        tags[place] = UInt32(truncatingIfNeeded: hash >> 32)
        return id
    }

    /// Forgets the learnt names; ids of the layout's names stay.
    mutating func forgetLearntNames() {
        places.fill(with: 0, count: NameTable.tableSize)
        text.truncate(to: layoutCount < entries.count ? Int(entries[layoutCount].start) : text.count)
        entries.count = layoutCount
        surplusCount = 0
        for id in 0..<layoutCount {
            let hash = NameHash.hash(name(of: UInt16(truncatingIfNeeded: id)), secret: secret)
            var place = Int(truncatingIfNeeded: hash) & (NameTable.tableSize - 1)
            while places[place] != 0 { place = (place + 1) & (NameTable.tableSize - 1) }
            places[place] = UInt16(truncatingIfNeeded: id + 1)
            tags[place] = UInt32(truncatingIfNeeded: hash >> 32)
        }
    }

    /// The bytes of a known name, decoded.
    @inline(__always)
    func name(of id: UInt16) -> Bytes {
        let entry = entries[Int(id)]
        return text.window.slice(Int(entry.start), Int(entry.start) + Int(entry.length))
    }

    /// The known names by id, for loops that learn none.
    @inline(__always)
    var known: Window<KnownName> { entries.window }

    /// The marks of a known name.
    @inline(__always)
    func marks(of id: UInt16) -> UInt16 { entries[Int(id)].marks }

    /// The marks of any name, found by its bytes (decoded).
    func marks(ofSurplus name: Bytes) -> UInt16 {
        if name.count > markedBytesMax { return 0 }
        let text = String(decoding: name.array, as: UTF8.self)
        return marks[text.lowercased()] ?? 0
    }

    /// A hash of a name's bytes, the same for equal names.
    func hash(of name: Bytes) -> UInt64 { NameHash.hash(name, secret: secret) }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Telemetry

/// A metric family of a scrape.
struct Family: Sendable {
    let name: String
    let kind: MetricKind
    let help: String

    init(_ name: String, _ kind: MetricKind = .gauge, _ help: String) {
        self.name = name
        self.kind = kind
        self.help = help
    }
}

/// Label sets of many series, each written once and used by many families. A set is a range of the arena.
struct LabelSets {
    struct Set {
        fileprivate let range: Range<Int>
    }

    fileprivate var bytes: [UInt8] = []

    init(room: Int = 0) { bytes.reserveCapacity(room) }

    /// A set from names and values; the names are ours.
    mutating func add(_ pairs: [(name: String, value: String)]) -> Set {
        let start = bytes.count
        for pair in pairs { append(pair.name, pair.value, isFirst: bytes.count == start) }
        return Set(range: start..<bytes.count)
    }

    /// A set that begins as another one.
    mutating func add(_ first: Set, _ name: String, _ value: some FixedWidthInteger) -> Set {
        let start = bytes.count
        copy(first)
        if bytes.count > start { bytes.append(0x2C) }
        bytes += name.utf8
        bytes.append(0x3D)
        bytes.append(0x22)
        bytes.append(decimal: value)
        bytes.append(0x22)
        return Set(range: start..<bytes.count)
    }

    mutating func add(_ first: Set, _ pairs: [(name: String, value: String)]) -> Set {
        let start = bytes.count
        copy(first)
        for pair in pairs { append(pair.name, pair.value, isFirst: bytes.count == start) }
        return Set(range: start..<bytes.count)
    }

    /// Appends a set's bytes one by one: a slice would hold the array while it grows, and copy all of it each time.
    private mutating func copy(_ set: Set) {
        for index in set.range { bytes.append(bytes[index]) }
    }

    private mutating func append(_ name: String, _ value: String, isFirst: Bool) {
        if !isFirst { bytes.append(0x2C) }
        bytes += name.utf8
        bytes.append(0x3D)
        bytes.append(0x22)
        for byte in value.utf8 {
            switch byte {
            case 0x22, 0x5C:
                bytes.append(0x5C)
                bytes.append(byte)
            case 0x0A:
                bytes.append(0x5C)
                bytes.append(0x6E)
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }
}

/// Writes families in Prometheus' text format 0.0.4.
struct MetricsText {
    private(set) var bytes: [UInt8] = []
    /// `name{`, of the family that is being written.
    private var start: [UInt8] = []
    private var head: [UInt8] = []

    /// Begins a family; one without series leaves no trace.
    mutating func family(_ family: Family) {
        start = Array((family.name + "{").utf8)
        head = Array("# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.kind.rawValue)\n".utf8)
    }

    mutating func line(_ sets: LabelSets, _ set: LabelSets.Set, _ value: Int64) {
        labels(sets, set)
        bytes.append(decimal: value)
        bytes.append(0x0A)
    }

    mutating func line(_ sets: LabelSets, _ set: LabelSets.Set, _ value: Double) {
        labels(sets, set)
        if let whole = Int64(exactly: value), value.magnitude < 1e15 {
            bytes.append(decimal: whole)
        } else {
            bytes += (value.isNaN ? "NaN" : value.isInfinite ? (value > 0 ? "+Inf" : "-Inf") : value.description).utf8
        }
        bytes.append(0x0A)
    }

    /// A series whose labels no other one has.
    mutating func line(_ pairs: [(name: String, value: String)], _ value: Int64) {
        var sets = LabelSets()
        let set = sets.add(pairs)
        line(sets, set, value)
    }

    /// A series where there is a value.
    mutating func line(_ sets: LabelSets, _ set: LabelSets.Set, _ value: Int64?) {
        if let value { line(sets, set, value) }
    }

    mutating func line(_ sets: LabelSets, _ set: LabelSets.Set, _ value: Double?) {
        if let value { line(sets, set, value) }
    }

    /// Milliseconds as seconds.
    mutating func line(_ sets: LabelSets, _ set: LabelSets.Set, ms: Int64?) {
        guard let ms else { return }
        labels(sets, set)
        bytes.append(decimal: ms / 1000)
        let rest = ms % 1000
        if rest > 0 {
            bytes.append(0x2E)
            bytes.append(0x30 + UInt8(truncatingIfNeeded: rest / 100))
            bytes.append(0x30 + UInt8(truncatingIfNeeded: rest / 10 % 10))
            bytes.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
        }
        bytes.append(0x0A)
    }

    mutating func append(_ text: String) { bytes += text.utf8 }

    /// Makes room at once: growing by and by would copy and touch as much again.
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    private mutating func labels(_ sets: LabelSets, _ set: LabelSets.Set) {
        if !head.isEmpty {
            bytes += head
            head = []
        }
        if set.range.isEmpty {
            bytes.append(contentsOf: start.dropLast())
            bytes.append(0x20)
        } else {
            bytes.append(contentsOf: start)
            bytes.append(contentsOf: sets.bytes[set.range])
            bytes.append(0x7D)
            bytes.append(0x20)
        }
    }
}

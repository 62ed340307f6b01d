// Sluice
// SPDX-License-Identifier: Apache-2.0

extension TemporalDetector {
    private static let mark: [UInt8] = Array("SLTO".utf8)
    private static let version: UInt8 = 1
    private static let checksumBytes = 8

    /// The past of the series as bytes: a mark, a version, the numbers little-endian, a checksum. About 24 KB.
    ///
    /// The settings are not in it: a threshold may change over a restart.
    public func exportState() -> [UInt8] {
        var writer = StateWriter()
        writer.put(Self.mark)
        writer.put(Self.version)
        writer.put(UInt8(settings.kind == .counter ? 1 : 0))
        for count in [counts.taken, counts.refused, counts.late, counts.outliers, rate.resets] { writer.put(count) }
        writer.put(UInt8(rate.total == nil ? 0 : 1))
        writer.put(rate.total ?? 0)
        writer.put(rate.timeMs)
        past.put(to: &writer)
        writer.put(ring.values)
        writer.put(ring.smoothed)
        writer.put(ring.numbers)
        for histogram in histograms { writer.put(histogram.counts) }
        for memory in [patterns, known] {
            writer.put(UInt16(memory.count))
            writer.put(memory.radius)
            for block in memory.places { writer.put((0..<8).map { block[$0] }) }
            writer.put(memory.used)
        }
        writer.put(UInt16(hold.entries.count))
        for entry in hold.entries {
            writer.put(entry.timeMs)
            writer.put(entry.score.bitPattern)
        }
        writer.put(writer.checksum)
        return writer.bytes
    }

    /// A detector that goes on where the one that was exported has stopped: the next scores are the same to the bit.
    ///
    /// Foreign, cut off, damaged and inconsistent bytes are refused; nothing is trusted.
    public init(_ settings: TemporalSettings, state bytes: [UInt8]) throws(OutlierStateError) {
        self.init(settings)
        let head = Self.mark.count + 2
        guard bytes.count >= head + Self.checksumBytes, bytes.count <= OutliersLimits.stateBytesMax,
            Array(bytes.prefix(Self.mark.count)) == Self.mark
        else { throw OutlierStateError(.notAState, "these bytes are no state of a series") }
        guard bytes[Self.mark.count] == Self.version else {
            throw OutlierStateError(
                .unknownVersion,
                "the state of the series has version \(bytes[Self.mark.count]), known is \(Self.version)")
        }
        let body = bytes.dropLast(Self.checksumBytes)
        var ending = StateReader(bytes.suffix(Self.checksumBytes))
        guard try ending.integer(UInt64.self) == StateReader.checksum(of: body) else {
            throw OutlierStateError(.damaged, "the checksum of the state of the series is wrong")
        }
        guard bytes[Self.mark.count + 1] == (settings.kind == .counter ? 1 : 0) else {
            throw OutlierStateError(.otherKind, "the state is not that of a \(settings.kind.rawValue)")
        }
        var reader = StateReader(body.dropFirst(head))
        try read(from: &reader)
        guard reader.isAtEnd else { throw OutlierStateError(.damaged, "the state of the series has bytes too many") }
    }

    private mutating func read(from reader: inout StateReader) throws(OutlierStateError) {
        counts.taken = try reader.integer()
        counts.refused = try reader.integer()
        counts.late = try reader.integer()
        counts.outliers = try reader.integer()
        let resets = try reader.integer(UInt64.self)
        let hasTotal = try reader.integer(UInt8.self) == 1
        let total = try reader.double()
        rate = CounterRate(total: hasTotal ? total : nil, timeMs: try reader.integer(), resets: resets)
        past = try SeriesPast(from: &reader)
        let slots = OutliersLimits.slots
        ring = try Self.valid(
            SlotRing(values: reader.floats(slots), smoothed: reader.floats(slots), numbers: reader.integers(slots)))
        for term in histograms.indices {
            histograms[term] = try Self.valid(DeviationHistogram(counts: reader.floats(OutliersLimits.buckets)))
        }
        patterns = try Self.memory(patterns, &reader)
        known = try Self.memory(known, &reader)
        var entries: [ScoreHold.Entry] = []
        for _ in 0..<Int(try reader.integer(UInt16.self)) {
            entries.append(.init(timeMs: try reader.integer(), score: Float(bitPattern: try reader.integer())))
        }
        hold = try Self.valid(ScoreHold(entries: entries))
    }

    private static func memory(
        _ empty: PatternMemory, _ reader: inout StateReader
    ) throws(OutlierStateError) -> PatternMemory {
        let count = Int(try reader.integer(UInt16.self))
        let radius = try reader.double()
        var places: [SIMD8<Float>] = []
        for _ in empty.places { places.append(SIMD8(try reader.floats(8))) }
        let used = try reader.integers(OutliersLimits.patternsMax, UInt32.self)
        return try valid(
            PatternMemory(dimensions: empty.dimensions, places: places, used: used, count: count, radius: radius))
    }

    private static func valid<Part>(_ part: Part?) throws(OutlierStateError) -> Part {
        guard let part else { throw OutlierStateError(.damaged, "the state of the series contradicts itself") }
        return part
    }
}

extension SeriesPast {
    func put(to writer: inout StateWriter) {
        for value in [base, last, smoothed, halfHour, twoHours, weight, mean, squares] { writer.put(value) }
        for time in [startMs, newestMs, halvingMs] { writer.put(time) }
        writer.put(rows)
        writer.put(halvingRows)
        writer.put(patternRow)
    }

    init(from reader: inout StateReader) throws(OutlierStateError) {
        base = try reader.double()
        last = try reader.double()
        smoothed = try reader.double()
        halfHour = try reader.double()
        twoHours = try reader.double()
        weight = try reader.double()
        mean = try reader.double()
        squares = try reader.double()
        startMs = try reader.integer()
        newestMs = try reader.integer()
        halvingMs = try reader.integer()
        rows = try reader.integer()
        halvingRows = try reader.integer()
        patternRow = try reader.integer()
        let values = [base, last, smoothed, halfHour, twoHours, mean]
        guard values.allSatisfy({ abs($0) <= 2 * OutliersLimits.seriesMagnitudeMax }), weight >= 0, startMs <= newestMs,
            SlotRing.number(ofMs: startMs) != nil, SlotRing.number(ofMs: newestMs) != nil, halvingMs >= 0,
            halvingRows < .max / 2, patternRow > 0, patternRow < .max
        else { throw OutlierStateError(.damaged, "the state of the series contradicts itself") }
    }
}

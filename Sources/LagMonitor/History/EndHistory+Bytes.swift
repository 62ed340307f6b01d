// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A history as bytes for a snapshot: differences as variable-length integers, about 5 bytes a point.
extension EndHistory {
    private static let version: UInt8 = 2

    package var bytes: [UInt8] {
        var writer = NumberWriter()
        writer.bytes.append(Self.version)
        writer.curve(ends)
        writer.curve(starts)
        writer.number(UInt64(seeds.count))
        for seed in seeds {
            writer.signed(seed.offset)
            writer.signed(seed.sinceMs)
            writer.signed(seed.untilMs)
        }
        writer.number(gap == nil ? 0 : 1)
        if let gap {
            writer.signed(gap.lowerBound)
            writer.signed(gap.upperBound)
        }
        writer.number(fall == nil ? 0 : 1)
        if let fall {
            writer.signed(fall.atMs)
            writer.signed(fall.end)
        }
        return writer.bytes
    }

    /// Nil where the bytes are not those of a history: they come from a file.
    package init?(_ bytes: [UInt8]) {
        var reader = NumberReader(bytes)
        guard reader.byte() == Self.version, let ends = reader.curve(HistoryLimits.pointsMax),
            let starts = reader.curve(HistoryLimits.startPointsMax),
            let count = reader.number(), count <= UInt64(HistoryLimits.seedsMax)
        else { return nil }
        var seeds: [Seed] = []
        for _ in 0..<count {
            guard let offset = reader.signed(), let sinceMs = reader.signed(), let untilMs = reader.signed(),
                offset >= 0, sinceMs >= 0, sinceMs <= untilMs
            else { return nil }
            if let before = seeds.last, before.offset >= offset || before.untilMs > sinceMs { return nil }
            seeds.append(Seed(offset: offset, sinceMs: sinceMs, untilMs: untilMs))
        }
        var gap: Range<Int64>?
        if reader.number() == 1 {
            guard let lower = reader.signed(), let upper = reader.signed(), lower < upper else { return nil }
            gap = lower..<upper
        }
        var fall: Fall?
        if reader.number() == 1 {
            guard let atMs = reader.signed(), let end = reader.signed() else { return nil }
            fall = Fall(atMs: atMs, end: end)
        }
        guard reader.isAtEnd else { return nil }
        self.init(ends: ends, starts: starts, seeds: seeds, gap: gap, fall: fall)
    }
}

/// Integers of seven bits a byte, the lowest first.
private struct NumberWriter {
    var bytes: [UInt8] = []

    mutating func number(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func signed(_ value: Int64) {
        number(UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    mutating func curve(_ curve: OffsetCurve) {
        number(UInt64(curve.points.count))
        signed(curve.baseMs)
        var before = OffsetCurve.Point(offset: 0, time: 0, error: 0)
        for point in curve.points {
            number(UInt64(point.offset - before.offset))
            number(UInt64(point.time - before.time))
            number(UInt64(point.error))
            before = point
        }
    }
}

private struct NumberReader {
    private let bytes: [UInt8]
    private var position = 0
    /// A number was cut short or too large: nothing after it can be trusted.
    private var isBroken = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { !isBroken && position == bytes.count }

    mutating func byte() -> UInt8? {
        guard position < bytes.count else {
            isBroken = true
            return nil
        }
        position += 1
        return bytes[position - 1]
    }

    mutating func number() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard let byte = byte(), shift < 63 || byte <= 1 else { break }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        isBroken = true
        return nil
    }

    mutating func signed() -> Int64? {
        number().map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
    }

    mutating func curve(_ pointsMax: Int) -> OffsetCurve? {
        guard let count = number(), count <= UInt64(pointsMax), let baseMs = signed(), baseMs >= 0 else { return nil }
        var points: [OffsetCurve.Point] = []
        var offset: Int64 = 0
        var time: UInt32 = 0
        for _ in 0..<count {
            guard let rise = number(), let elapsed = number(), let error = number(),
                let rise = Int64(exactly: rise), let elapsed = UInt32(exactly: elapsed),
                let error = UInt32(exactly: error)
            else { return nil }
            let (next, offsetOverflows) = offset.addingReportingOverflow(rise)
            let (later, timeOverflows) = time.addingReportingOverflow(elapsed)
            // Further than a curve ever spans would make its times overflow later.
            guard !offsetOverflows, !timeOverflows, Int64(later) <= 3 * HistoryLimits.spanMs else { return nil }
            offset = next
            time = later
            points.append(OffsetCurve.Point(offset: offset, time: time, error: error))
        }
        return OffsetCurve(baseMs: baseMs, points: points)
    }
}

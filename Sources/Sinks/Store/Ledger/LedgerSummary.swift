// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// What the manifests of one segment cover: all that recovery reads of it.
struct LedgerSummary: Hashable, Codable {
    struct Part: Hashable, Codable {
        let generation: Generation
        /// Pairs of first offset and the one after the last.
        let ranges: [[Int64]]
        let end: Int64
    }

    struct Last: Hashable, Codable {
        /// The position that the epoch with the record set.
        let next: Int64
        let record: RecordIdentity
    }

    struct Life: Hashable, Codable {
        let incarnation: Incarnation
        let reached: [[Int64]]
        let generations: [Part]
        let last: Last?
    }

    let topic: String
    let partition: Int32
    let lives: [Life]

    /// - Parameter lastRecord: gives the last record of an epoch; asked for the newest ones until one has a record.
    init(
        topic: String, partition: Int32, _ names: [ManifestName],
        lastRecord: (ManifestName) throws(StoreError) -> RecordIdentity?
    ) throws(StoreError) {
        self.topic = topic
        self.partition = partition
        var lives: [Life] = []
        for (incarnation, names) in Dictionary(grouping: names, by: \.incarnation).sorted(by: { $0.key < $1.key }) {
            var coverage = IncarnationCoverage()
            for name in names { coverage.insert(name) }
            var last: Last?
            for name in names.sorted(by: { $0.next > $1.next }) where !name.isJump && last == nil {
                last = try lastRecord(name).map { Last(next: name.next, record: $0) }
            }
            let parts = coverage.generations.sorted { $0.key < $1.key }.map { generation, part in
                Part(generation: generation, ranges: Self.pairs(part.ranges), end: part.end)
            }
            lives.append(
                Life(
                    incarnation: incarnation, reached: Self.pairs(coverage.reached), generations: parts, last: last))
        }
        self.lives = lives
    }

    var encoded: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Plain values of fixed types always encode.
        return [UInt8]((try? encoder.encode(self)) ?? Data()) + [UInt8(ascii: "\n")]
    }

    /// Reads the line; nil for one that no program has written.
    static func decoded(_ line: [UInt8]) -> LedgerSummary? {
        guard let summary = try? JSONDecoder().decode(Self.self, from: Data(line)) else { return nil }
        let pairs = summary.lives.flatMap { $0.reached + $0.generations.flatMap(\.ranges) }
        return pairs.allSatisfy { $0.count == 2 && $0[0] >= 0 && $0[0] <= $0[1] } ? summary : nil
    }

    /// Adds to a partition's coverage what the segment's manifests cover. Adding twice changes nothing.
    func add(to coverage: inout PartitionCoverage) {
        for life in lives {
            var known = coverage.incarnations[life.incarnation] ?? IncarnationCoverage()
            for pair in life.reached { known.reached.insert(OffsetRange(first: pair[0], next: pair[1])) }
            for part in life.generations {
                var own = known.generations[part.generation] ?? IncarnationCoverage.Part()
                for pair in part.ranges {
                    let range = OffsetRange(first: pair[0], next: pair[1])
                    known.ranges.insert(range)
                    own.ranges.insert(range)
                }
                own.end = max(own.end, part.end)
                known.generations[part.generation] = own
            }
            coverage.incarnations[life.incarnation] = known
        }
    }

    private static func pairs(_ ranges: OffsetRanges) -> [[Int64]] { ranges.ranges.map { [$0.first, $0.next] } }
}

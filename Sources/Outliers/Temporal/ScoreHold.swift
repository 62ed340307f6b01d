// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Scores of the past that hold back smaller ones: one fault is told once.
struct ScoreHold: Sendable {
    struct Entry: Sendable, Equatable {
        var timeMs: Int64
        var score: Float
    }

    /// Descending scores, ascending times.
    private(set) var entries: [Entry] = []

    init() {}

    /// From what was exported; nil where it is no such list.
    init?(entries: [Entry]) {
        guard entries.count <= OutliersLimits.heldScoresMax, entries.allSatisfy(\.score.isFinite) else { return nil }
        for (one, next) in zip(entries, entries.dropFirst()) {
            guard one.score > next.score, one.timeMs <= next.timeMs else { return nil }
        }
        self.entries = entries
    }

    /// Whether a score is above all since a time; it is remembered.
    mutating func passes(_ score: Double, atMs time: Int64, sinceMs start: Int64) -> Bool {
        let score = Float(score)
        if let first = entries.firstIndex(where: { $0.timeMs >= start }) {
            if first > 0 { entries.removeFirst(first) }
        } else {
            entries.removeAll(keepingCapacity: true)
        }
        let isHighest = entries.first.map { score > $0.score } ?? true
        while let last = entries.last, last.score <= score { entries.removeLast() }
        if entries.count == OutliersLimits.heldScoresMax {
            // The smaller one takes the later time: held back a little longer, never shorter.
            entries[entries.count - 1].timeMs = time
        } else {
            entries.append(Entry(timeMs: time, score: score))
        }
        return isHighest
    }
}

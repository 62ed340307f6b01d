// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Finds what an unknown name was probably meant to be.
enum NearName {
    /// The candidate with the fewest edits, if there are few of them against the length of the name.
    static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.utf8)
        var best: (distance: Int, name: String)?
        for candidate in candidates where candidate != name {
            let distance = distance(wanted, Array(candidate.utf8))
            guard distance <= ExpressionsLimits.nearNameDistanceMax, distance * 3 < max(wanted.count, 4) else {
                continue
            }
            if best.map({ (distance, candidate) < $0 }) ?? true { best = (distance, candidate) }
        }
        return best?.name
    }

    /// Levenshtein distance with swapped neighbours as one edit; letter case costs nothing.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        let bound = ExpressionsLimits.nearNameDistanceMax
        guard abs(left.count - right.count) <= bound else { return bound + 1 }
        var before = [Int](repeating: 0, count: right.count + 1)
        var previous = Array(0...right.count)
        for i in 0..<left.count {
            var row = [i + 1]
            for j in 0..<right.count {
                let cost = fold(left[i]) == fold(right[j]) ? 0 : 1
                var value = min(previous[j + 1] + 1, row[j] + 1, previous[j] + cost)
                if i > 0, j > 0, fold(left[i]) == fold(right[j - 1]), fold(left[i - 1]) == fold(right[j]) {
                    value = min(value, before[j - 1] + 1)
                }
                row.append(value)
            }
            before = previous
            previous = row
        }
        return previous[right.count]
    }

    private static func fold(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Finds the name that somebody meant.
package enum NearName {
    /// The known name nearest to a wrong one; nil where none is near enough to be a slip of the hand.
    package static func of(_ name: String, among known: some Sequence<String>) -> String? {
        let wrong = Array(name.lowercased().unicodeScalars.prefix(TopologyLimits.nameLengthMax))
        let allowed = wrong.count <= 3 ? 1 : wrong.count <= 6 ? 2 : 3
        var best: (name: String, distance: Int)?
        for candidate in known {
            let distance = distance(
                wrong, Array(candidate.lowercased().unicodeScalars.prefix(TopologyLimits.nameLengthMax)))
            guard distance <= allowed, distance < max(1, wrong.count), distance < best?.distance ?? .max else {
                continue
            }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// "did you mean 'x'?", or else the list of what is known.
    package static func hint(for name: String, among known: [String]) -> String? {
        if let near = of(name, among: known) { return "did you mean '\(near)'?" }
        guard !known.isEmpty else { return nil }
        let shown = known.prefix(20).joined(separator: ", ")
        return "known here: \(shown)\(known.count > 20 ? ", ..." : "")"
    }

    /// Insertions, deletions, substitutions and swaps of neighbours between two names (optimal string alignment).
    static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}

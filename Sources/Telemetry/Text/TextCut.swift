// Sluice
// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text cut at a character's boundary to at most so many bytes, with an ellipsis where something is missing.
    func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: max(0, limit - 3))
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return self[..<end] + "…"
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The name of a segment of a partition's ledger: `<first>-<next>-<checksum>.ndjson`.
///
/// The offsets span those of all its manifests; the checksum is that of its last line, which has those of the rest. So
/// a segment with another name than its own, or with other bytes, is told from the one that was written.
package struct LedgerName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let first: Int64
    package let next: Int64
    /// Sixteen hexadecimal digits.
    package let checksum: String

    init(first: Int64, next: Int64, checksum: String) {
        self.first = first
        self.next = next
        self.checksum = checksum
    }

    /// Nil for every text that `description` does not write.
    package init?(text: some StringProtocol) {
        guard text.hasSuffix(Self.suffix) else { return nil }
        let parts = text.dropLast(Self.suffix.count).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == Decimal.width, let first = Decimal.digits(parts[0]),
            parts[1].utf8.count == Decimal.width, let next = Decimal.digits(parts[1]), first <= next,
            Hex.value(parts[2]) != nil
        else { return nil }
        self.init(first: first, next: next, checksum: String(parts[2]))
    }

    package var description: String { "\(Decimal.padded(first))-\(Decimal.padded(next))-\(checksum)\(Self.suffix)" }

    /// Whether a manifest with the name may be in the segment.
    func spans(_ name: ManifestName) -> Bool { first <= name.first && name.next <= next }

    package static func < (left: Self, right: Self) -> Bool {
        (left.first, left.next, left.checksum) < (right.first, right.next, right.checksum)
    }

    private static let suffix = ".ndjson"
}

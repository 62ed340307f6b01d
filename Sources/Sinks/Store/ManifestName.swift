// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The name of a published manifest, which says enough to rebuild what is covered without opening the file.
///
/// `<first>-<next>-<incarnation>-<e or j, generation>-<id>.json`, offsets with 19 digits: names sort by first offset.
package struct ManifestName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let first: Int64
    package let next: Int64
    package let incarnation: Incarnation
    package let generation: Generation
    package let isJump: Bool
    package let id: EpochID

    package init(_ manifest: Manifest) {
        first = manifest.first
        next = manifest.next
        incarnation = manifest.incarnation
        generation = manifest.generation
        isJump = manifest.isJump
        id = manifest.id
    }

    /// Nil for every text that `description` does not write.
    package init?(text: some StringProtocol) {
        // By bytes: characters are slow, and what is accepted has none but ASCII.
        guard text.utf8.suffix(Self.suffix.utf8.count).elementsEqual(Self.suffix.utf8) else { return nil }
        let end = text.utf8.index(text.endIndex, offsetBy: -Self.suffix.utf8.count)
        let parts = text[..<end].parts(separatedBy: UInt8(ascii: "-"))
        guard parts.count == 5, parts[0].utf8.count == Decimal.width, let first = Decimal.digits(parts[0]),
            parts[1].utf8.count == Decimal.width, let next = Decimal.digits(parts[1]), first <= next,
            let incarnation = Incarnation(text: parts[2]), let kind = parts[3].utf8.first,
            kind == UInt8(ascii: "e") || kind == UInt8(ascii: "j"),
            let generation = Generation(text: parts[3].dropFirst()), let id = EpochID(text: parts[4])
        else { return nil }
        self.first = first
        self.next = next
        self.incarnation = incarnation
        self.generation = generation
        isJump = kind == UInt8(ascii: "j")
        self.id = id
    }

    package var description: String {
        "\(Decimal.padded(first))-\(Decimal.padded(next))-\(incarnation)-\(isJump ? "j" : "e")\(generation)-\(id)"
            + Self.suffix
    }

    /// The oldest lives first, then by offset.
    package static func < (left: Self, right: Self) -> Bool {
        (left.incarnation, left.first, left.next, left.id) < (right.incarnation, right.first, right.next, right.id)
    }

    package var range: OffsetRange { OffsetRange(first: first, next: next) }

    private static let suffix = ".json"
}

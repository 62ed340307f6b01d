// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Which reading of an incarnation an epoch belongs to. Every incarnation begins with the first one; an operator who
/// sets the group back begins the next, unless `on_rewind: skip`.
///
/// Written as `a` (`on_rewind: append`) or `s` (`supersede`) and the number; the first one as the empty text where a
/// name holds it, and not at all in a manifest.
package struct Generation: Hashable, Comparable, Sendable, TextCodable {
    /// 0 for the first.
    package let number: Int64
    /// Whether its epochs take the place of those that earlier generations have of the same offsets.
    package let supersedes: Bool

    package static let first = Generation(number: 0, supersedes: false)

    private init(number: Int64, supersedes: Bool) {
        self.number = number
        self.supersedes = supersedes
    }

    /// The one that a rewind begins. Numbers end at the greatest there is: such a name comes from outside.
    package func following(supersedes: Bool) -> Generation {
        Generation(number: number == .max ? number : number + 1, supersedes: supersedes)
    }

    package init?(text: some StringProtocol) {
        guard let letter = text.utf8.first else {
            self = .first
            return
        }
        guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "s"),
            let number = Decimal.number(text.dropFirst()), number > 0
        else { return nil }
        self.init(number: number, supersedes: letter == UInt8(ascii: "s"))
    }

    package var description: String { number == 0 ? "" : (supersedes ? "s" : "a") + String(number) }

    package static func < (left: Self, right: Self) -> Bool {
        left.number != right.number ? left.number < right.number : !left.supersedes && right.supersedes
    }
}

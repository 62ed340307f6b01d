// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A slot of a root for one consumer group: the identity that survives the processes that hold it.
///
/// Written as `<root>/<number>`; unique within a group, like everything that is kept in the group's commit metadata.
package struct SlotName: Hashable, Comparable, Sendable, TextCodable {
    package let root: RootID
    /// From 0 to `ProtocolLimits.slots` less 1.
    package let number: Int

    package init(root: RootID, number: Int) {
        precondition((0..<ProtocolLimits.slots).contains(number), "slot number out of range")
        self.root = root
        self.number = number
    }

    package init?(text: some StringProtocol) {
        let parts = text.parts(separatedBy: UInt8(ascii: "/"))
        guard parts.count == 2, let root = RootID(text: parts[0]), let number = Decimal.number(parts[1]),
            number < Int64(ProtocolLimits.slots)
        else { return nil }
        self.root = root
        self.number = Int(number)
    }

    package var description: String { "\(root)/\(number)" }

    /// The static membership id (`group.instance.id`) of the consumer that holds the slot.
    package var groupInstanceID: String { "sluice-\(root)-\(number)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.root, left.number) < (right.root, right.number)
    }
}

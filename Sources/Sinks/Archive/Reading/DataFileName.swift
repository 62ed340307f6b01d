// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A data file's final name, taken apart: `<topic>-<partition>-<incarnation>-<first>-<last>-<n>.<extension>`, with a
/// generation after the incarnation where it is not the first.
package struct DataFileName: Hashable, Sendable {
    package let partition: Int32
    package let incarnation: Incarnation
    package let generation: Generation
    package let first: Int64
    package let last: Int64
    private let number: Int
    /// With its dot in front.
    private let fileExtension: String
    private let text: String

    /// Nil for a name that `FinalName` never gives.
    package init?(_ text: String) {
        var parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 6, !text.hasPrefix("."), let end = parts.popLast(), let dot = end.firstIndex(of: "."),
            Self.isExtension(end[dot...]), let number = Decimal.number(end[..<dot]),
            number < Int64(ProtocolLimits.manifestFiles), let last = parts.popLast().flatMap({ Decimal.number($0) }),
            let first = parts.popLast().flatMap({ Decimal.number($0) }), first <= last
        else { return nil }
        if let text = parts.last, !text.isEmpty, let generation = Generation(text: text) {
            self.generation = generation
            parts.removeLast()
        } else {
            generation = .first
        }
        guard let incarnation = parts.popLast().flatMap({ Incarnation(text: $0) }),
            let partition = parts.popLast().flatMap({ Decimal.number($0) }), partition <= Int64(Int32.max),
            parts.count > 1 || parts.first?.isEmpty == false
        else { return nil }
        self.partition = Int32(partition)
        self.incarnation = incarnation
        self.first = first
        self.last = last
        self.number = Int(number)
        fileExtension = String(end[dot...])
        self.text = text
    }

    /// Whether an epoch of the topic may have given the name; the text alone does not tell, for long topics are cut.
    package func isOf(topic: String) -> Bool {
        let name = FinalName(
            topic: topic, partition: partition, incarnation: incarnation, generation: generation, first: first,
            last: last)
        return name.name(file: number, extension: fileExtension) == text
    }

    private static func isExtension(_ text: Substring) -> Bool {
        text.utf8.count > 1
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "."), 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: false
                }
            }
    }
}

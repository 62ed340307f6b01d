// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A data file's final name, taken apart: `<topic>-<partition>-<incarnation>-<first>-<last>-<n>.<extension>`.
package struct DataFileName: Hashable, Sendable {
    package let partition: Int32
    package let incarnation: Incarnation
    package let first: Int64
    package let last: Int64
    private let number: Int
    /// With its dot in front.
    private let fileExtension: String
    private let text: String

    /// Nil for a name that `FinalName` never gives.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 6, !text.hasPrefix("."), let dot = parts[parts.count - 1].firstIndex(of: ".") else {
            return nil
        }
        let end = parts[parts.count - 1]
        guard parts.count > 6 || !parts[0].isEmpty, Self.isExtension(end[dot...]),
            let number = Decimal.number(end[..<dot]), let last = Decimal.number(parts[parts.count - 2]),
            let first = Decimal.number(parts[parts.count - 3]), first <= last,
            let incarnation = Incarnation(text: parts[parts.count - 4]),
            let partition = Decimal.number(parts[parts.count - 5]), partition <= Int64(Int32.max),
            number < Int64(ProtocolLimits.manifestFiles)
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
        FinalName(topic: topic, partition: partition, incarnation: incarnation, first: first, last: last)
            .name(file: number, extension: fileExtension) == text
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

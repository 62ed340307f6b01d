// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Where a segment has one manifest. Written as `<name> <offset> <length>`.
struct LedgerEntry: Hashable {
    let name: ManifestName
    let offset: Int64
    /// With the newline.
    let length: Int

    init(name: ManifestName, offset: Int64, length: Int) {
        self.name = name
        self.offset = offset
        self.length = length
    }

    /// Nil for every text that `description` does not write, and for a place that no manifest has.
    init?(text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, let name = ManifestName(text: parts[0]), let offset = Decimal.number(parts[1]),
            let length = Decimal.number(parts[2]), (1...Int64(ProtocolLimits.manifestBytes)).contains(length)
        else { return nil }
        self.init(name: name, offset: offset, length: Int(length))
    }

    var description: String { "\(name) \(offset) \(length)" }
}

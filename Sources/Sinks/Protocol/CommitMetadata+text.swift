// Sluice
// SPDX-License-Identifier: Apache-2.0

extension CommitMetadata {
    private static let prefix = "sluice/"
    private static let keys = Array("smigprloc".utf8)

    /// The metadata as ASCII of at most `ProtocolLimits.metadataCharacters` characters:
    /// `sluice/1;s=<slot>;m=<epoch>;i=<incarnation>;g=<generation>;p=<position>;r=<offset>:<timestamp>:<hash>;`
    /// `l=<log start>;o=<origin>;c=<slot>:<epoch>:<last>,…`, with `g`, `r` and `c` empty where there is nothing.
    package func encode() -> String {
        let record = lastRecord.map { "\($0.offset):\($0.timestampMs):\($0.hash)" } ?? ""
        let entries = chain.map { "\($0.slot):\($0.manifest):\($0.last)" }.joined(separator: ",")
        let text =
            "\(Self.prefix)\(Self.currentVersion);s=\(slot);m=\(manifest);i=\(incarnation);g=\(generation);"
            + "p=\(position);r=\(record);l=\(logStart);o=\(origin);c=\(entries)"
        precondition(text.utf8.count <= ProtocolLimits.metadataCharacters, "commit metadata are too long")
        return text
    }

    /// Reads what `encode` writes; nil for every other text, however long or broken.
    package static func parse(_ text: String) -> CommitMetadata? {
        guard text.utf8.count <= ProtocolLimits.metadataCharacters, version(of: text) == currentVersion else {
            return nil
        }
        // By bytes: characters are slow, and what is accepted has none but ASCII.
        let parts = text.parts(separatedBy: UInt8(ascii: ";")).dropFirst()
        guard parts.count == keys.count else { return nil }
        var values: [Substring] = []
        for (key, part) in zip(keys, parts) {
            guard part.utf8.starts(with: [key, UInt8(ascii: "=")]) else { return nil }
            values.append(part[part.utf8.index(part.startIndex, offsetBy: 2)...])
        }
        guard let slot = SlotName(text: values[0]), let manifest = EpochID(text: values[1]),
            let incarnation = Incarnation(text: values[2]), let generation = Generation(text: values[3]),
            let position = Decimal.number(values[4]), let record = record(values[5]),
            let logStart = Decimal.number(values[6]), let origin = Decimal.number(values[7]),
            let chain = chain(values[8])
        else { return nil }
        return CommitMetadata(
            slot: slot, manifest: manifest, incarnation: incarnation, generation: generation, position: position,
            lastRecord: record.identity, logStart: logStart, origin: origin, chain: chain)
    }

    /// The version of a text that a Sluice of any version wrote; nil for foreign texts.
    static func version(of text: String) -> Int64? {
        guard text.utf8.starts(with: prefix.utf8) else { return nil }
        let rest = text.utf8.dropFirst(prefix.utf8.count)
        return Decimal.number(Substring(rest.prefix { $0 != UInt8(ascii: ";") }))
    }

    private static func record(_ text: Substring) -> (identity: RecordIdentity?, Void)? {
        if text.isEmpty { return (nil, ()) }
        let parts = text.parts(separatedBy: UInt8(ascii: ":"))
        guard parts.count == 3, let offset = Decimal.number(parts[0]), let time = signed(parts[1]),
            let hash = RecordHash(text: parts[2])
        else { return nil }
        return (RecordIdentity(offset: offset, timestampMs: time, hash: hash), ())
    }

    private static func chain(_ text: Substring) -> [ChainEntry]? {
        if text.isEmpty { return [] }
        let parts = text.parts(separatedBy: UInt8(ascii: ","))
        guard parts.count <= ProtocolLimits.chainEntries else { return nil }
        var chain: [ChainEntry] = []
        for part in parts {
            let fields = part.parts(separatedBy: UInt8(ascii: ":"))
            guard fields.count == 3, let slot = SlotName(text: fields[0]), let manifest = EpochID(text: fields[1]),
                let last = signed(fields[2])
            else { return nil }
            chain.append(ChainEntry(slot: slot, manifest: manifest, last: last))
        }
        return chain
    }

    private static func signed(_ text: Substring) -> Int64? {
        guard text.utf8.first == UInt8(ascii: "-") else { return Decimal.number(text) }
        return Decimal.number(text.dropFirst()).flatMap { $0 > 0 ? -$0 : nil }
    }
}

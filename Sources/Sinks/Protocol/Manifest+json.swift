// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

extension Manifest: Codable {
    enum CodingKeys: String, CodingKey {
        case version, id, kind, slot, cluster, group, topic, partition, incarnation, generation, first, last, next,
            predecessor
        case dispositions, gaps, files
        case predecessorSlot = "predecessor_slot"
        case firstRecord = "first_record"
        case lastRecord = "last_record"
        case minEventMs = "min_event_ms"
        case maxEventMs = "max_event_ms"
        case sealedMs = "sealed_ms"
    }

    private enum Kind: String, Codable {
        case epoch, jump
    }

    private struct Header: Decodable {
        let version: Int64
    }

    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try box.decode(EpochID.self, forKey: .id),
            isJump: try box.decode(Kind.self, forKey: .kind) == .jump,
            slot: try box.decode(SlotName.self, forKey: .slot),
            cluster: try box.decode(String.self, forKey: .cluster),
            group: try box.decode(String.self, forKey: .group),
            topic: try box.decode(String.self, forKey: .topic),
            partition: try box.decode(Int32.self, forKey: .partition),
            incarnation: try box.decode(Incarnation.self, forKey: .incarnation),
            generation: try box.decodeIfPresent(Generation.self, forKey: .generation) ?? .first,
            first: try box.decode(Int64.self, forKey: .first),
            last: try box.decode(Int64.self, forKey: .last),
            next: try box.decode(Int64.self, forKey: .next),
            predecessor: try box.decodeIfPresent(EpochID.self, forKey: .predecessor),
            predecessorSlot: try box.decodeIfPresent(SlotName.self, forKey: .predecessorSlot),
            firstRecord: try box.decodeIfPresent(RecordIdentity.self, forKey: .firstRecord),
            lastRecord: try box.decodeIfPresent(RecordIdentity.self, forKey: .lastRecord),
            dispositions: try box.decode(Dispositions.self, forKey: .dispositions),
            gaps: try box.decode([GapRange].self, forKey: .gaps),
            files: try box.decode([FileEntry].self, forKey: .files),
            minEventMs: try box.decodeIfPresent(Int64.self, forKey: .minEventMs),
            maxEventMs: try box.decodeIfPresent(Int64.self, forKey: .maxEventMs),
            sealedMs: try box.decode(Int64.self, forKey: .sealedMs))
    }

    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: CodingKeys.self)
        try box.encode(Self.currentVersion, forKey: .version)
        try box.encode(id, forKey: .id)
        try box.encode(isJump ? Kind.jump : .epoch, forKey: .kind)
        try box.encode(slot, forKey: .slot)
        try box.encode(cluster, forKey: .cluster)
        try box.encode(group, forKey: .group)
        try box.encode(topic, forKey: .topic)
        try box.encode(partition, forKey: .partition)
        try box.encode(incarnation, forKey: .incarnation)
        if generation != .first { try box.encode(generation, forKey: .generation) }
        try box.encode(first, forKey: .first)
        try box.encode(last, forKey: .last)
        try box.encode(next, forKey: .next)
        try box.encodeIfPresent(predecessor, forKey: .predecessor)
        try box.encodeIfPresent(predecessorSlot, forKey: .predecessorSlot)
        try box.encodeIfPresent(firstRecord, forKey: .firstRecord)
        try box.encodeIfPresent(lastRecord, forKey: .lastRecord)
        try box.encode(dispositions, forKey: .dispositions)
        try box.encode(gaps, forKey: .gaps)
        try box.encode(files, forKey: .files)
        try box.encodeIfPresent(minEventMs, forKey: .minEventMs)
        try box.encodeIfPresent(maxEventMs, forKey: .maxEventMs)
        try box.encode(sealedMs, forKey: .sealedMs)
    }

    /// The manifest's bytes: one line of JSON with sorted keys.
    package func encoded() throws(ManifestError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            var bytes = [UInt8](try encoder.encode(self))
            bytes.append(UInt8(ascii: "\n"))
            if bytes.count > ProtocolLimits.manifestBytes {
                throw ManifestError(code: .tooLarge, message: "a manifest of \(bytes.count) bytes is too large")
            }
            return bytes
        } catch let error as ManifestError {
            throw error
        } catch {
            throw ManifestError(code: .inconsistent, message: "the manifest cannot be written as json")
        }
    }

    /// Reads a manifest and checks it; no bytes whatever make it trap.
    package static func decoded(_ bytes: [UInt8]) throws(ManifestError) -> Manifest {
        guard bytes.count <= ProtocolLimits.manifestBytes else {
            throw ManifestError(code: .tooLarge, message: "a manifest of \(bytes.count) bytes is too large")
        }
        let data = Data(bytes)
        guard let header = try? JSONDecoder().decode(Header.self, from: data) else {
            throw ManifestError(code: .damaged, message: "not a manifest")
        }
        guard header.version <= currentVersion else {
            throw ManifestError(
                code: .newerVersion,
                message: "manifest version \(header.version) is newer than this program, which reads up to version "
                    + "\(currentVersion); use a newer sluice")
        }
        guard header.version == currentVersion, let manifest = try? JSONDecoder().decode(Manifest.self, from: data)
        else { throw ManifestError(code: .damaged, message: "the manifest is damaged") }
        try manifest.check()
        return manifest
    }
}

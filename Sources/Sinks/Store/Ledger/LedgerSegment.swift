// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import FoundationEssentials
import Platform

/// A segment of a partition's ledger: published manifests in one file, a line each, then their index, then what they
/// cover, then where these parts begin. Written once and never changed.
struct LedgerSegment {
    let name: LedgerName
    let path: String
    private let files: StoreFiles
    private let trailer: LedgerTrailer
    private let end: Int64

    /// Opens a segment by its last line.
    ///
    /// - Throws: `damaged`, `newerVersion`, and what the file system says.
    init(_ name: LedgerName, in directory: String, _ files: StoreFiles) throws(StoreError) {
        self.name = name
        self.files = files
        path = directory + "/" + name.description
        guard let status = try files.status(path), status.kind == .file else {
            throw Self.damage(path, "no plain file")
        }
        let length = min(status.size, Int64(ProtocolLimits.ledgerTrailerBytes))
        let start = status.size - length
        let tail = try files.piece(of: path, at: start, count: Int(length))
        guard tail.last == UInt8(ascii: "\n") else { throw Self.damage(path, "its end is missing") }
        let line = (tail.dropLast().lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)...
        end = start + Int64(line.lowerBound)
        guard let trailer = try LedgerTrailer.decoded(tail[line], end: end, path: path) else {
            throw Self.damage(path, "its last line cannot be read")
        }
        guard Checksum(of: Array(tail[line]).span.bytes).hexadecimal == name.checksum else {
            throw Self.damage(path, "its last line is not the one that its name says")
        }
        self.trailer = trailer
    }

    /// What its manifests cover.
    func summary() throws(StoreError) -> LedgerSummary {
        let line = try part(trailer.summary, end, trailer.summaryChecksum)
        guard let summary = LedgerSummary.decoded(line) else { throw Self.damage(path, "its summary cannot be read") }
        return summary
    }

    /// The places of its manifests, in the order in which they were written.
    func entries() throws(StoreError) -> [LedgerEntry] {
        let line = try part(trailer.index, trailer.summary, trailer.indexChecksum)
        let texts = (try? JSONDecoder().decode([String].self, from: Data(line))) ?? []
        let entries = texts.compactMap { LedgerEntry(text: $0) }
        guard entries.count == trailer.count, entries.count == texts.count,
            entries.allSatisfy({ $0.offset <= trailer.index && Int64($0.length) <= trailer.index - $0.offset })
        else { throw Self.damage(path, "its index cannot be read") }
        return entries
    }

    /// The manifest at a place.
    func manifest(_ entry: LedgerEntry) throws(StoreError) -> Manifest {
        let bytes = try files.piece(of: path, at: entry.offset, count: entry.length)
        do throws(ManifestError) {
            return try files.manifests.decode(bytes)
        } catch {
            throw StoreError(error, at: "\(path): \(entry.name)")
        }
    }

    /// Reads all of it and throws `damaged` where it is not what was written, or its parts contradict each other.
    func check() throws(StoreError) {
        guard try files.checksum(path, upTo: trailer.index) == trailer.manifestsChecksum else {
            throw Self.damage(path, "the checksum of its manifests is wrong")
        }
        var (told, found) = (PartitionCoverage(), PartitionCoverage())
        try summary().add(to: &told)
        for entry in try entries() {
            found.incarnations[entry.name.incarnation, default: IncarnationCoverage()].insert(entry.name)
        }
        guard told == found else { throw Self.damage(path, "its summary is not that of its manifests") }
    }

    private func part(_ start: Int64, _ end: Int64, _ checksum: String) throws(StoreError) -> [UInt8] {
        let bytes = try files.piece(of: path, at: start, count: Int(end - start))
        guard Checksum(of: bytes.span.bytes).text == checksum else {
            throw Self.damage(path, "the checksum of its end is wrong")
        }
        return bytes
    }

    private static func damage(_ path: String, _ what: String) -> StoreError {
        StoreError(
            code: .damaged,
            message: "\(path): a damaged ledger, \(what); put it back from a copy of the root. Without it nobody knows "
                + "which offsets its epochs cover")
    }

    /// The bytes and the name of a segment of these manifests, whose texts end with a newline each.
    static func encoded(
        _ manifests: [(name: ManifestName, bytes: [UInt8])], _ summary: LedgerSummary
    ) -> (name: LedgerName, bytes: [UInt8]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(manifests.reduce(0) { $0 + $1.bytes.count + 160 })
        var index: [String] = []
        for manifest in manifests {
            let entry = LedgerEntry(
                name: manifest.name, offset: Int64(bytes.count), length: manifest.bytes.count)
            index.append(entry.description)
            bytes += manifest.bytes
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        // Plain values of fixed types always encode.
        let indexLine = [UInt8]((try? encoder.encode(index)) ?? Data()) + [UInt8(ascii: "\n")]
        let summaryLine = summary.encoded
        let trailer = LedgerTrailer(
            format: LedgerTrailer.currentFormat, version: LedgerTrailer.currentVersion, count: manifests.count,
            index: Int64(bytes.count), summary: Int64(bytes.count + indexLine.count),
            manifestsChecksum: Checksum(of: bytes.span.bytes).text,
            indexChecksum: Checksum(of: indexLine.span.bytes).text,
            summaryChecksum: Checksum(of: summaryLine.span.bytes).text
        ).encoded
        let name = LedgerName(
            first: manifests.map(\.name.first).min() ?? 0, next: manifests.map(\.name.next).max() ?? 0,
            checksum: Checksum(of: trailer.span.bytes).hexadecimal)
        return (name, bytes + indexLine + summaryLine + trailer)
    }
}

extension Checksum {
    /// As manifests write it.
    var text: String { "crc64:" + hexadecimal }
}

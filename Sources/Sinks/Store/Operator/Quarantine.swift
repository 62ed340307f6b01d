// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import KafkaClient
import Platform

/// The records of a root that go to the dead letters unread: the file `_quarantine/records.json`.
///
/// An operator writes it, under a lock; processes read it whenever they begin with a partition. It holds for every
/// group of the root.
package struct Quarantine {
    private struct Contents: Codable {
        let version: Int
        let records: [QuarantinedRecord]
    }

    private static let version = 1
    private let root: ArchiveRoot
    private var files: StoreFiles { root.files }
    private var path: String { root.path(RootLayout.quarantine, "records.json") }

    package init(_ root: ArchiveRoot) {
        self.root = root
    }

    /// All records, ascending.
    package func records() throws(StoreError) -> [QuarantinedRecord] {
        guard let bytes = try files.contents(path, limit: ProtocolLimits.smallFileBytes) else { return [] }
        guard let contents = try? JSONDecoder().decode(Contents.self, from: Data(bytes)) else {
            throw StoreError(code: .damaged, message: "\(path): damaged; remove it, and quarantine its records again")
        }
        guard contents.version == Self.version else {
            throw StoreError(
                code: .newerVersion, message: "\(path): version \(contents.version) is not one that this program reads")
        }
        return contents.records.sorted()
    }

    /// The offsets of one partition.
    package func offsets(of partition: TopicPartition) throws(StoreError) -> Set<Int64> {
        let found = try records().filter { $0.topic == partition.topic && $0.partition == partition.partition }
        return Set(found.map(\.offset))
    }

    /// Adds a record, durably; false where it is there already.
    package func add(_ record: QuarantinedRecord) throws(StoreError) -> Bool {
        guard KafkaName.isTopic(record.topic), record.partition >= 0, record.offset >= 0 else {
            throw StoreError(code: .refused, message: "no record can have that topic, partition and offset")
        }
        return try change { (records) throws(StoreError) in
            if records.contains(record) { return false }
            guard records.count < ProtocolLimits.quarantinedRecords else {
                throw StoreError(
                    code: .refused,
                    message: "\(path): \(records.count) records are in quarantine, more are not taken; remove those "
                        + "that are archived by now")
            }
            records.append(record)
            return true
        }
    }

    /// Takes a record out; false where it was not in quarantine.
    package func remove(_ record: QuarantinedRecord) throws(StoreError) -> Bool {
        try change { (records) throws(StoreError) in
            let count = records.count
            records.removeAll { $0 == record }
            return records.count < count
        }
    }

    private func change(
        _ body: (inout [QuarantinedRecord]) throws(StoreError) -> Bool
    ) throws(StoreError) -> Bool {
        var tree = DirectoryTree(root: root.path, files: files)
        let directory = try tree.ensure([RootLayout.quarantine])
        let lock = try files.run { (system) throws(FileError) in try system.lock(directory + "/" + RootLayout.lock) }
        guard let lock else {
            throw StoreError(code: .busy, message: "\(directory): somebody else is changing it; try again")
        }
        defer { root.fileSystem.close(lock) }
        var records = try records()
        guard try body(&records) else { return false }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Plain values of fixed types always encode.
        let data = (try? encoder.encode(Contents(version: Self.version, records: records.sorted()))) ?? Data()
        let draft = directory + "/.records.json"
        try files.runIfThere { (system) throws(FileError) in try system.unlink(draft) }
        try files.create(draft, bytes: [UInt8](data) + [UInt8(ascii: "\n")])
        try files.run { (system) throws(FileError) in try system.rename(draft, path) }
        tree.touch(directory)
        try tree.synchronize()
        return true
    }
}

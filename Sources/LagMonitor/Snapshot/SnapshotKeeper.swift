// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import SQLite
import Telemetry

/// Keeps the snapshots of one cluster in a file of its own. The monitor's thread calls it; a snapshot that cannot be
/// written or read is said and never stops the watching.
final class SnapshotKeeper: Sendable {
    private let monitor: ClusterMonitor
    /// Made where it is missing; what it lies in has to be there.
    private let directory: String
    private let path: String
    private let log: Logger

    init(_ monitor: ClusterMonitor, directory: String, log: Logger) {
        self.monitor = monitor
        self.directory = directory
        path = "\(directory)/lag-\(Self.fileName(monitor.name)).sqlite"
        self.log = log.with(["kafka.cluster": .string(monitor.name)])
    }

    /// Letters, digits and `-` as they are, other bytes as `_` and two hexadecimal digits: no two names give one.
    static func fileName(_ cluster: String) -> String {
        var name = ""
        for byte in cluster.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16)
                name += "_" + (digits.count < 2 ? "0" + digits : digits)
            }
        }
        return name
    }

    /// Lets the monitor's sampler restore the snapshot once it knows the cluster.
    func restoresWhenIdentified() {
        // The closure is dropped after its one call.
        monitor.onIdentified.withLock { $0 = { id in self.restore(of: id) } }
    }

    /// Goes on with the last snapshot, if it is of the cluster that has this id. A snapshot of nobody knows which
    /// cluster is not used. Called when brokers have told the id, before anything else of theirs is stored.
    func restore(of id: String?) {
        do {
            guard let snapshot = try openFile().load() else { return }
            guard let saved = snapshot.clusterID, let id else {
                log.warning("the snapshot is not used: the cluster's id is not known")
                return
            }
            if saved != id {
                let aside = try Database.setAside(path, as: "other-cluster")
                log.warning(
                    "the snapshot is of another cluster and was set aside",
                    ["file": .string(aside), "kafka.cluster_id": .string(saved)])
                return
            }
            monitor.restore(snapshot)
            log.info(
                "goes on with a snapshot",
                [
                    "lag.groups": LogValue(snapshot.groups.count),
                    "lag.age_s": LogValue(monitor.time.wallMs().clampedSubtracting(snapshot.savedAtMs) / 1000),
                ])
        } catch {
            log.error("the snapshot cannot be read", ["file": .string(path), "error": .string("\(error)")])
        }
    }

    /// Replaces the snapshot by what is known now. Nothing is written before brokers have answered, so that a monitor
    /// without brokers keeps what it had.
    func save() {
        guard let snapshot = monitor.snapshot() else { return }
        do {
            try openFile().save(snapshot)
        } catch {
            log.error(
                "the snapshot cannot be written", ["file": .string(path), "error": .string("\(error)")],
                limit: LogLimit("lag.snapshot.\(monitor.name)", every: CollectLimits.logInterval))
        }
    }

    /// Opens the file for one use: saves are rare, and a file that was moved away is made anew.
    private func openFile() throws -> SnapshotFile {
        try PosixFileSystem().createDirectory(directory)
        if let file = try openSound() { return file }
        // The connection is closed by now: a file that moves with one open would lose its journal.
        let aside = try Database.setAside(path, as: "other-version")
        log.warning("the snapshot is of another version and was set aside", ["file": .string(aside)])
        return try SnapshotFile(try Database(path))
    }

    /// Nil: the file is of another version of the tables.
    private func openSound() throws -> SnapshotFile? {
        let (database, damaged) = try Database.openOrReplace(path)
        if let damaged {
            log.warning("the snapshot was damaged and was set aside", ["file": .string(damaged)])
        }
        do throws(SQLiteError) {
            return try SnapshotFile(database)
        } catch {
            if error.kind == .corrupt { return nil }
            throw error
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import SQLite

/// The SQLite file of one cluster's snapshots. Each save replaces the last one in a transaction: a reader, or a process
/// that starts after a crash, sees one whole snapshot. One thread.
struct SnapshotFile {
    /// Of the tables below.
    static let version: Int32 = 1

    let database: Database

    /// - Throws: `SQLiteError`, of kind `.corrupt` for a file of another version.
    init(_ database: Database) throws(SQLiteError) {
        self.database = database
        let version = try database.userVersion
        if version == Self.version { return }
        guard version == 0 else {
            throw SQLiteError(
                code: Self.wrongVersion, message: "the file has version \(version) of the tables", context: "open")
        }
        try database.execute(Self.tables)
        try database.setUserVersion(Self.version)
    }

    /// SQLITE_NOTADB: not a file of ours.
    static let wrongVersion: Int32 = 26

    private static let tables = """
        CREATE TABLE meta(cluster_id TEXT, offsets_topic TEXT NOT NULL, saved_at_ms INTEGER NOT NULL);
        CREATE TABLE place(partition INTEGER PRIMARY KEY, position INTEGER NOT NULL, base INTEGER NOT NULL);
        CREATE TABLE topic(name TEXT NOT NULL, partition INTEGER NOT NULL, samples BLOB NOT NULL, start INTEGER,
            high INTEGER, stable INTEGER, sampled_at_ms INTEGER, truncated_at_ms INTEGER,
            PRIMARY KEY(name, partition)) WITHOUT ROWID;
        CREATE TABLE history(topic TEXT NOT NULL, partition INTEGER NOT NULL, bytes BLOB NOT NULL,
            PRIMARY KEY(topic, partition)) WITHOUT ROWID;
        CREATE TABLE grp(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last_commit_ms INTEGER,
            newest_order INTEGER NOT NULL, state TEXT, protocol TEXT, members INTEGER, coordinator INTEGER);
        CREATE TABLE consumed(grp INTEGER NOT NULL, topic TEXT NOT NULL, partitions INTEGER NOT NULL,
            PRIMARY KEY(grp, topic)) WITHOUT ROWID;
        CREATE TABLE ring(grp INTEGER NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, slots BLOB NOT NULL,
            owner TEXT NOT NULL, client_id TEXT NOT NULL, is_sealed INTEGER NOT NULL,
            PRIMARY KEY(grp, topic, partition)) WITHOUT ROWID;
        """

    /// Replaces what is kept.
    func save(_ snapshot: ClusterSnapshot) throws {
        try database.transaction {
            for table in ["meta", "place", "topic", "history", "grp", "consumed", "ring"] {
                try database.execute("DELETE FROM \(table)")
            }
            let meta = try database.prepare("INSERT INTO meta VALUES(?, ?, ?)")
            try meta.bind(snapshot.clusterID, at: 1)
            try meta.bind(snapshot.offsetsTopic, at: 2)
            try meta.bind(snapshot.savedAtMs, at: 3)
            try meta.run()
            let place = try database.prepare("INSERT INTO place VALUES(?, ?, ?)")
            for (partition, kept) in snapshot.places {
                try place.bind(Int64(partition), at: 1)
                try place.bind(kept.position, at: 2)
                try place.bind(kept.base, at: 3)
                try place.run()
            }
            try save(snapshot.topics)
            let history = try database.prepare("INSERT INTO history VALUES(?, ?, ?)")
            for one in snapshot.history {
                try history.bind(one.topic, at: 1)
                try history.bind(Int64(one.partition), at: 2)
                try history.bind(one.bytes, at: 3)
                try history.run()
            }
            try save(snapshot.groups)
        }
    }

    private func save(_ topics: [StoredTopic]) throws(SQLiteError) {
        let insert = try database.prepare("INSERT INTO topic VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
        for topic in topics {
            for (number, partition) in topic.partitions.enumerated() {
                try insert.bind(topic.name, at: 1)
                try insert.bind(Int64(number), at: 2)
                try insert.bind(SnapshotBytes.bytes(of: partition.samples), at: 3)
                try insert.bind(partition.ends?.start, at: 4)
                try insert.bind(partition.ends?.highWatermark, at: 5)
                try insert.bind(partition.ends?.lastStable, at: 6)
                try insert.bind(partition.ends?.sampledAtMs, at: 7)
                try insert.bind(partition.truncatedAtMs, at: 8)
                try insert.run()
            }
        }
    }

    private func save(_ groups: [StoredGroup]) throws(SQLiteError) {
        let insert = try database.prepare("INSERT INTO grp VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
        let consumed = try database.prepare("INSERT INTO consumed VALUES(?, ?, ?)")
        let ring = try database.prepare("INSERT INTO ring VALUES(?, ?, ?, ?, ?, ?, ?)")
        for (number, group) in groups.enumerated() {
            let id = Int64(number)
            try insert.bind(id, at: 1)
            try insert.bind(group.name, at: 2)
            try insert.bind(group.lastCommitMs, at: 3)
            try insert.bind(group.newestOrder, at: 4)
            try insert.bind(group.membership?.state, at: 5)
            try insert.bind(group.membership?.protocolType, at: 6)
            try insert.bind((group.membership?.members).map { Int64($0) }, at: 7)
            try insert.bind((group.membership?.coordinator).map { Int64($0) }, at: 8)
            try insert.run()
            for topic in group.topics {
                try consumed.bind(id, at: 1)
                try consumed.bind(topic.name, at: 2)
                try consumed.bind(Int64(topic.partitions), at: 3)
                try consumed.run()
                for kept in topic.rings {
                    try ring.bind(id, at: 1)
                    try ring.bind(topic.name, at: 2)
                    try ring.bind(Int64(kept.partition), at: 3)
                    try ring.bind(SnapshotBytes.bytes(of: kept.slots), at: 4)
                    try ring.bind(kept.owner, at: 5)
                    try ring.bind(kept.clientID, at: 6)
                    try ring.bind(kept.isSealed ? 1 : 0, at: 7)
                    try ring.run()
                }
            }
        }
    }
}

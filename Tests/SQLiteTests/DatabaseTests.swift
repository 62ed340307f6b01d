// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import SQLite
import Testing

struct DatabaseTests {
    /// A directory that goes with this object.
    private final class Room {
        let path: String
        var file: String { path + "/state.sqlite" }

        init() {
            var template = Array("/tmp/sluice-sqlite-XXXXXX".utf8CString)
            mkdtemp(&template)
            path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }

        deinit {
            for name in names { unlink("\(path)/\(name)") }
            rmdir(path)
        }

        var names: [String] {
            guard let directory = opendir(path) else { return [] }
            defer { closedir(directory) }
            var names: [String] = []
            while let entry = readdir(directory) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != "." && name != ".." { names.append(name) }
            }
            return names.sorted()
        }

        func write(_ bytes: [UInt8], at offset: Int) {
            let file = open(self.file, O_WRONLY | O_CREAT, 0o600)
            pwrite(file, bytes, bytes.count, offset)
            close(file)
        }
    }

    private func sum(_ database: Database) throws -> Int64 {
        let statement = try database.prepare("SELECT total(n) FROM t")
        return try statement.step() ? statement.integer(at: 0) : -1
    }

    @Test func valuesComeBackAsTheyWere() throws {
        let room = Room()
        do {
            let database = try Database(room.file)
            try database.execute("CREATE TABLE t(i INTEGER, s TEXT, b BLOB)")
            let insert = try database.prepare("INSERT INTO t VALUES(?, ?, ?)")
            let rows: [(Int64?, String?, [UInt8]?)] = [
                (.max, "grün\0🙂", [0, 255, 1]), (.min, "", []), (nil, nil, nil),
            ]
            for (integer, text, bytes) in rows {
                try insert.bind(integer, at: 1)
                try insert.bind(text, at: 2)
                try insert.bind(bytes, at: 3)
                try insert.run()
            }
            #expect(database.changes == 1)
        }
        let database = try Database(room.file)
        let select = try database.prepare("SELECT i, s, b FROM t ORDER BY rowid")
        #expect(try select.step())
        #expect(select.integer(at: 0) == .max)
        #expect(select.text(at: 1) == "grün\0🙂")
        #expect(select.bytes(at: 2) == [0, 255, 1])
        #expect(try select.step())
        #expect(select.integer(at: 0) == .min)
        #expect(!select.isNull(at: 1) && select.text(at: 1).isEmpty)
        #expect(!select.isNull(at: 2) && select.bytes(at: 2).isEmpty)
        #expect(try select.step())
        #expect((0..<3).allSatisfy(select.isNull))
        #expect(try !select.step())
    }

    @Test func aTransactionThatThrowsLeavesNothing() throws {
        struct Stop: Error {}
        let room = Room()
        let database = try Database(room.file)
        try database.execute("CREATE TABLE t(n INTEGER UNIQUE)")
        try database.transaction { try database.execute("INSERT INTO t VALUES(1)") }
        #expect(throws: Stop.self) {
            try database.transaction {
                try database.execute("INSERT INTO t VALUES(2)")
                throw Stop()
            }
        }
        #expect { try database.transaction { try database.execute("INSERT INTO t VALUES(1)") } } throws: {
            ($0 as? SQLiteError)?.kind == .constraint
        }
        #expect(try sum(database) == 1)
        try database.transaction { try database.execute("INSERT INTO t VALUES(3)") }
        #expect(try sum(database) == 4)
    }

    @Test func theVersionOfTheTablesIsKept() throws {
        let room = Room()
        do {
            let database = try Database(room.file)
            #expect(try database.userVersion == 0)
            try database.setUserVersion(7)
        }
        #expect(try Database(room.file).userVersion == 7)
    }

    @Test(arguments: [0, 4096])
    func aDamagedFileIsMovedAsideAndSaid(at offset: Int) throws {
        let room = Room()
        do {
            let database = try Database(room.file)
            try database.execute("CREATE TABLE t(n INTEGER); CREATE INDEX i ON t(n)")
            try database.transaction {
                for number in 0..<2000 { try database.execute("INSERT INTO t VALUES(\(number))") }
            }
        }
        room.write([UInt8](repeating: 0x5a, count: 4096), at: offset)
        #expect { try Database(room.file) } throws: { ($0 as? SQLiteError)?.kind == .corrupt }
        let (database, aside) = try Database.openOrReplace(room.file)
        #expect(aside == room.file + ".damaged-1")
        try database.execute("CREATE TABLE t(n INTEGER)")
        #expect(try sum(database) == 0)
        #expect(room.names.contains("state.sqlite.damaged-1"))
        #expect(try Database.openOrReplace(room.path + "/sound.sqlite").setAside == nil)
    }

    @Test func aFileThatIsLockedIsWaitedForAndThenTold() throws {
        let room = Room()
        let first = try Database(room.file)
        try first.execute("CREATE TABLE t(n INTEGER)")
        let second = try Database(room.file, busyTimeoutMs: 50)
        try first.execute("BEGIN IMMEDIATE")
        #expect { try second.transaction { try second.execute("INSERT INTO t VALUES(1)") } } throws: {
            ($0 as? SQLiteError)?.kind == .busy
        }
        try first.execute("COMMIT")
        try second.transaction { try second.execute("INSERT INTO t VALUES(1)") }
        #expect(try sum(first) == 1)
    }

    @Test func aDirectoryThatIsMissingIsTold() {
        #expect { try Database("/tmp/sluice-there-is-no-such-directory/x.sqlite") } throws: {
            ($0 as? SQLiteError)?.kind == .cannotOpen
        }
        #expect { try Database.openOrReplace("/tmp/sluice-there-is-no-such-directory/x.sqlite") } throws: {
            ($0 as? SQLiteError)?.kind == .cannotOpen
        }
    }

    @Test func wrongStatementsAreErrorsWithoutValues() throws {
        let room = Room()
        let database = try Database(room.file)
        #expect(throws: SQLiteError.self) { try database.prepare("SELECT * FROM nowhere") }
        #expect(throws: SQLiteError.self) { try database.prepare("") }
        try database.execute("CREATE TABLE t(s TEXT CHECK(length(s) < 3))")
        let insert = try database.prepare("INSERT INTO t VALUES(?)")
        #expect(throws: SQLiteError.self) { try insert.bind("x", at: 2) }
        try insert.bind("secret value", at: 1)
        #expect { try insert.run() } throws: {
            !"\($0)".contains("secret") && ($0 as? SQLiteError)?.kind == .constraint
        }
        try insert.bind("ok", at: 1)
        try insert.run()
        #expect(database.changes == 1)
    }

    @Test func theLastNameAsideIsUsedAgain() throws {
        let room = Room()
        for number in 1...(SQLiteLimits.setAsideMax + 2) {
            room.write([UInt8](repeating: 7, count: 4096), at: 0)
            let aside = try Database.openOrReplace(room.file).setAside
            #expect(aside == room.file + ".damaged-\(min(number, SQLiteLimits.setAsideMax))")
        }
    }
}

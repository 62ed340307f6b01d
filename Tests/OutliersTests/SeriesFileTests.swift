// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Outliers

struct SeriesTimeTests {
    @Test(
        arguments: [
            ("1970-01-01 00:00:00", 0), ("2014-02-14 14:30:00", 1_392_388_200_000),
            ("2014-02-14 14:30:00.000000", 1_392_388_200_000), ("2014-02-14T14:30:00Z", 1_392_388_200_000),
            ("2014-02-14t14:30:00z", 1_392_388_200_000), ("2014-02-14T15:30:00+01:00", 1_392_388_200_000),
            ("2014-02-14 09:00:00-05:30", 1_392_388_200_000), ("2014-02-14T14:30:00.5Z", 1_392_388_200_500),
            ("2014-02-14T14:30:00.123999Z", 1_392_388_200_123), ("2000-02-29 00:00:00", 951_782_400_000),
            ("1969-12-31 23:59:59", -1000), ("2016-12-31T23:59:60Z", 1_483_228_800_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
        ] as [(String, Int64)])
    func timesAreRead(_ text: String, milliseconds: Int64) {
        #expect(SeriesTime.milliseconds(of: text) == milliseconds)
    }

    @Test(arguments: [
        "", "timestamp", "2014-02-14", "2014-02-14 14:30", "2014-2-14 14:30:00", "2014-13-01 00:00:00",
        "2014-02-30 00:00:00", "1900-02-29 00:00:00", "2014-02-14 24:00:00", "2014-02-14 14:60:00",
        "2014-02-14 14:30:61", "2014-02-14 14:30:00.", "2014-02-14T14:30:00Zx", "2014-02-14T14:30:00+1:00",
        "2014-02-14T14:30:00+24:00", "2014-02-14T14:30:00+0100", "2014-02-14_14:30:00", "2014-02-14 14:30:00 ",
        "+014-02-14 14:30:00", "1392388200", "２０14-02-14 14:30:00",
    ])
    func whatIsNoTimeIsNone(_ text: String) {
        #expect(SeriesTime.milliseconds(of: text) == nil)
    }
}

struct SeriesFileTests {
    private func file(_ text: String) -> SeriesFile { SeriesFile(Array(text.utf8)) }
    private static let time: Int64 = 1_392_388_200_000
    private static let rows = "2014-02-14 14:30:00,1\n2014-02-14 14:35:00,2.5e1\n"

    @Test(arguments: [
        "timestamp,value\n" + rows, "timestamp,value\r\n" + rows.replacing("\n", with: "\r\n"), "a,b\n" + rows,
        "\u{FEFF}timestamp,value\n" + rows, "timestamp,value\n" + rows.dropLast(), "\"timestamp\",\"value\"\n" + rows,
        " Timestamp , Value \n" + rows,
    ])
    func filesOfTheUsualKindsAreTheSame(_ text: String) {
        let file = file(text)
        #expect(file.errors.isEmpty && file.emptyLines == 0)
        #expect(
            file.rows.map(\.content) == [
                .sample(timeMs: Self.time, value: 1), .sample(timeMs: Self.time + 300_000, value: 25),
            ])
        #expect(file.rows.map(\.line) == [2, 3])
        #expect(file.rows.map(\.value) == ["1", "2.5e1"])
        #expect(file.rows.map(\.timestamp) == ["2014-02-14 14:30:00", "2014-02-14 14:35:00"])
    }

    @Test func columnsAreFoundByTheirNames() {
        let file = file("host,value,timestamp\nweb1,7,2014-02-14 14:30:00\n")
        #expect(file.rows.map(\.content) == [.sample(timeMs: Self.time, value: 7)])
    }

    @Test func quotedFieldsStayAsTheyStand() {
        let file = file("timestamp,value\n\"2014-02-14 14:30:00\",\"7\"\n\"2014-02-14 14:30:00\",\"a,\"\"b\"\n")
        #expect(file.rows[0].content == .sample(timeMs: Self.time, value: 7))
        #expect(file.rows[0].timestamp == "\"2014-02-14 14:30:00\"" && file.rows[0].value == "\"7\"")
        #expect(file.rows[1].content == .unreadable("the value is not a number"))
        #expect(file.rows[1].value == "\"a,\"\"b\"")
    }

    @Test(arguments: ["", "NaN", "nan", "inf", "-Infinity", "NA", "null", "1e999", " "])
    func aRowWithoutANumberIsKept(_ value: String) {
        let file = file("timestamp,value\n2014-02-14 14:30:00,\(value)\n")
        #expect(file.rows.map(\.content) == [.noNumber] && file.errors.isEmpty)
    }

    @Test(arguments: [
        ("2014-02-14 14:30:00,12x", "not a number"), ("2014-02-14 14:30:00", "1 of 2 fields"),
        ("yesterday,12", "neither"), ("\"2014-02-14 14:30:00,12", "1 of 2 fields"),
        ("2014-02-14 14:30:00,\"12", "quote"), ("2014-02-14 14:30:00,\"1\"2", "quote"), (",", "neither"),
    ])
    func aRowThatCannotBeReadSaysWhy(_ line: String, reason: String) throws {
        let file = file("timestamp,value\n\(line)\n")
        guard case .unreadable(let said) = try #require(file.rows.first).content else {
            Issue.record("read as \(file.rows)")
            return
        }
        #expect(said.contains(reason), "\(said)")
    }

    @Test func aFileWithoutAHeaderLosesNoRow() {
        let file = file(Self.rows)
        #expect(file.rows.count == 2 && file.rows.map(\.line) == [1, 2])
        #expect(file.errors.count == 1 && file.errors[0].hasPrefix("line 1: no header"))
    }

    @Test(arguments: ["", "\n\n", "\r\n"]) func anEmptyFileIsAnError(_ text: String) {
        #expect(file(text).errors.count == 1 && file(text).rows.isEmpty)
    }

    @Test func emptyLinesAreCounted() {
        let file = file("timestamp,value\n\n" + Self.rows + "  \n\n")
        #expect(file.rows.map(\.line) == [3, 4] && file.emptyLines == 3)
    }

    @Test(arguments: 1...300) func anyBytesGiveOneRowPerLine(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let pool = Array("timestamp,value\n2014-02-14 14:30:00,1\r\n\",\"\"nan\t -+.e:TZ".utf8) + [0, 0x80, 0xFF]
        let bytes = (0..<200).map { _ in pool[Int(random.next() % UInt64(pool.count))] }
        let file = SeriesFile(bytes)
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let filled = lines.count { line in
            !(line.last == 0x0D ? line.dropLast() : line).allSatisfy { $0 == 0x20 || $0 == 0x09 }
        }
        #expect(file.rows.count == filled || file.rows.count == filled - 1, "seed \(seed)")
        let report = SeriesReport(file, settings: TemporalSettings())
        #expect(report.lines.count == file.rows.count && report.lines.allSatisfy(\.score.isFinite))
    }
}

struct SeriesReportTests {
    private func report(_ text: String) -> SeriesReport {
        SeriesReport(SeriesFile(Array(("timestamp,value\n" + text).utf8)), settings: TemporalSettings())
    }

    @Test func rowsWithoutAScoreAreKeptAndNoted() {
        let report = report(
            """
            2014-02-14 14:30:00,1
            2014-02-14 14:30:00,2
            2014-02-14 14:20:00,3
            2014-02-14 14:40:00,NaN
            2014-02-14 14:45:00,1e50
            2014-02-14 14:50:00,4
            """)
        #expect(report.lines.count == 6 && report.errors.isEmpty)
        #expect(report.lines.map(\.row.value) == ["1", "2", "3", "NaN", "1e50", "4"])
        #expect(report.lines.allSatisfy { $0.score == 0 && !$0.isOutlier })
        #expect(
            report.notes == [
                "line 3: the same time as line 2; taken as another sample",
                "line 4: earlier than line 3; kept with score 0",
                "line 5: the value is not a finite number; kept with score 0",
                "line 6: the value is out of range; kept with score 0",
            ])
    }

    @Test func rowsThatCannotBeReadAreErrorsWithTheirLines() {
        let report = report("2014-02-14 14:30:00,1\nrubbish\n2014-02-14 14:40:00,2\n")
        #expect(report.lines.count == 3 && report.lines[1].score == 0)
        #expect(report.errors == ["line 3: 1 of 2 fields"])
    }

    /// A row's score is the same whatever follows it.
    @Test func noScoreDependsOnALaterRow() {
        let samples = SyntheticSeries(days: 4).samples { $0 == 3 * SyntheticSeries.dayMs ? 900 : $1 }
        func lines(_ count: Int) -> [SeriesReport.Line] {
            let rows = samples.prefix(count).enumerated().map { index, sample in
                let hours = index / 12 % 24
                let minutes = index % 12 * 5
                let day = 1 + index / 288
                let clock = "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes):00"
                return "2024-01-0\(day) \(clock),\(sample.value)"
            }
            return report(rows.joined(separator: "\n")).lines
        }
        let whole = lines(samples.count)
        #expect(whole.contains { $0.isOutlier })
        for count in [1, 100, 864, 865, 1000] { #expect(lines(count) == Array(whole.prefix(count))) }
    }

    @Test(
        arguments: [
            (0, "0.000000"), (5.4, "5.400000"), (0.0000004, "0.000000"), (34.5000019, "34.500002"),
            (9.9999999, "10.000000"),
            (-1, "0.000000"), (.infinity, "1000000000.000000"),
        ] as [(Double, String)])
    func scoresAreWrittenWithSixDecimals(_ score: Double, text: String) {
        #expect(SeriesReport.decimal(score) == text)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import SluiceTesting
import Testing

@Suite(.timeLimit(.minutes(5)), .enabled(if: SluiceProcess.program != nil, "\(SluiceProcess.skipMessage)"))
struct OutliersCommandTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func run(_ text: String, _ options: String...) async throws -> SluiceProcess.Outcome {
        let path = "\(directory.path)/series.csv"
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
        return try await SluiceProcess(["outliers"] + options + [path], in: directory.path).end()
    }

    /// Four days at 15 minutes with a spike on the fourth.
    private static let spike = 340
    private static let series: [String] = (0..<384).map { row in
        let (hour, minute) = (row / 4 % 24, row % 4 * 15)
        let time = "2024-03-0\(1 + row / 96) \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute):00"
        return "\(time),\(row == spike ? 900 : 20 + hour + row * 7 % 3)"
    }

    @Test func eachRowGivesOneLineAndTheSpikeIsFound() async throws {
        let outcome = try await run("timestamp,value\n" + Self.series.joined(separator: "\n") + "\n")
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.first == "timestamp,value,score,outlier")
        try #require(lines.count == Self.series.count + 1)
        for (row, line) in zip(Self.series, lines.dropFirst()) { #expect(line.hasPrefix(row + ",")) }
        #expect(lines.enumerated().filter { $0.element.hasSuffix(",1") }.map(\.offset) == [Self.spike + 1])
    }

    @Test func jsonTellsWhatItWasComparedWith() async throws {
        let outcome = try await run("timestamp,value\n" + Self.series.joined(separator: "\n"), "--json")
        #expect(outcome.status == 0)
        struct Row: Decodable {
            struct Compared: Decodable { let days_back: Int }
            let line: Int
            let timestamp: String
            let value: String
            let score: Double
            let outlier: Bool
            let reason: String?
            let compared: [Compared]?
        }
        let rows = try outcome.output.split(separator: "\n").map {
            try JSONDecoder().decode(Row.self, from: Data($0.utf8))
        }
        try #require(rows.count == Self.series.count)
        let found = rows.filter(\.outlier)
        #expect(found.map(\.line) == [Self.spike + 2] && found.first?.value == "900")
        #expect(found.first?.compared?.map(\.days_back) == [1, 2])
        #expect(found.first?.reason?.contains("value 900.0") == true)
    }

    @Test func badRowsAreToldWithTheirLinesAndNoneIsLost() async throws {
        let outcome = try await run(
            "timestamp,value\r\n2024-03-01 00:00:00,1\r\nrubbish\r\n2024-03-01T00:10:00Z,NaN\r\n\r\n"
                + "2024-02-01 00:00:00,3\r\n")
        #expect(outcome.status == 65)
        #expect(
            outcome.output == """
                timestamp,value,score,outlier
                2024-03-01 00:00:00,1,0.000000,0
                rubbish,,0.000000,0
                2024-03-01T00:10:00Z,NaN,0.000000,0
                2024-02-01 00:00:00,3,0.000000,0

                """)
        for text in [
            "error: line 3: 1 of 2 fields", "note: line 4: the value is not a finite number",
            "note: line 6: earlier than line 2", "note: empty lines, passed over: 1",
        ] { #expect(outcome.errors.contains(text), "\(text)") }
    }

    @Test func aFileWithoutAHeaderOrRowsIsBadData() async throws {
        let headless = try await run("2024-03-01 00:00:00,1\n2024-03-01 00:05:00,2\n")
        #expect(headless.status == 65 && headless.errors.contains("line 1: no header"))
        #expect(headless.output.split(separator: "\n").count == 3, "both rows are kept")
        let empty = try await run("")
        #expect(empty.status == 65 && empty.errors.contains("empty"))
    }

    @Test func whatCannotBeReadIsNoInput() async throws {
        for path in ["\(directory.path)/absent.csv", directory.path] {
            let outcome = try await SluiceProcess(["outliers", path], in: directory.path).end()
            #expect(outcome.status == 66 && outcome.errors.contains(path) && outcome.output.isEmpty)
        }
    }

    @Test(arguments: [["--threshold", "0"], ["--threshold", "-3"], ["--side", "left"]])
    func wrongOptionsAreMistakesOfUsage(_ options: [String]) async throws {
        let outcome = try await SluiceProcess(["outliers", "x.csv"] + options, in: directory.path).end()
        #expect(outcome.status == 64 && outcome.output.isEmpty)
    }
}

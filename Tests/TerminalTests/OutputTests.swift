// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import Terminal

struct OutputTests {
    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-12_345, "-12,345")])
    func countsAreGrouped(_ value: Int, _ expected: String) {
        #expect(HumanText.count(value) == expected)
    }

    @Test(arguments: [
        (Int64(0), "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"), (1_048_575, "1.0 MiB"),
        (1_048_576, "1.0 MiB"), (-2048, "-2.0 KiB"), (.max, "8.0 EiB"),
    ])
    func sizesHaveTheirUnit(_ value: Int64, _ expected: String) {
        #expect(HumanText.bytes(value) == expected)
    }

    @Test(arguments: [
        (Duration.microseconds(12), "12 µs"), (.milliseconds(850), "850 ms"), (.milliseconds(12_345), "12.3 s"),
        (.seconds(245), "4 min 5 s"), (.seconds(12_000), "3 h 20 min"), (.seconds(187_200), "2 d 4 h"),
        (.milliseconds(999.9), "1.0 s"), (.milliseconds(59_990), "1 min 0 s"), (.seconds(-2), "-2.0 s"),
        (.zero, "0 µs"),
    ])
    func spansHaveTheirUnits(_ span: Duration, _ expected: String) {
        #expect(HumanText.duration(span) == expected)
    }

    @Test func ratesNeedTime() {
        #expect(HumanText.rate(1000, per: .zero) == "-")
        #expect(HumanText.rate(1_000_000, per: .seconds(2)) == "500,000/s")
        #expect(HumanText.rate(3, per: .seconds(2)) == "1.5/s")
    }

    @Test func tablesAlignWideText() {
        var table = TextTable([("NAME", .left), ("COUNT", .right), ("NOTE", .left)])
        table.add(["web", "5", ""])
        table.add(["서울", "12345", "x"])
        #expect(table.text == "NAME  COUNT  NOTE\nweb       5\n서울  12345  x\n")
    }

    @Test func cutTextKeepsItsWidth() {
        #expect(TextWidth.cut("abcdef", to: 6) == "abcdef")
        #expect(TextWidth.cut("abcdefg", to: 6) == "abcde…")
        #expect(TextWidth.cut("서울서울", to: 4) == "서…")
        #expect(TextWidth.cut("abc", to: 0) == "")
    }

    @Test func terminalLineIsRedrawn() {
        let written = Written()
        var progress = ProgressLine(
            isTerminal: true, columns: { 10 }, every: .seconds(2), write: { written.text += $0 })
        progress.update(at: .zero, "one")
        progress.update(at: .milliseconds(50), "too soon")
        progress.update(at: .milliseconds(100), "a line that is too long")
        progress.note("note")
        progress.finish("end")
        #expect(written.text == "\rone\u{1B}[K\ra line t…\u{1B}[K\r\u{1B}[Knote\n\rend\u{1B}[K\n")
    }

    @Test func elsewherePlainLinesComeAtIntervals() {
        let written = Written()
        var progress = ProgressLine(
            isTerminal: false, columns: { 10 }, every: .seconds(2), write: { written.text += $0 })
        progress.update(at: .zero, "one")
        progress.update(at: .seconds(1), "two")
        progress.update(at: .seconds(2), "a line that is not cut")
        progress.finish("end")
        #expect(written.text == "one\na line that is not cut\nend\n")
    }

    @Test func consoleWritesToItsDescriptor() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let console = Console(descriptor: ends[1])
        #expect(console.write("grüße\n"))
        #expect(!console.isTerminal)
        #expect(!console.hasColor)
        #expect(console.columns == 80)
        close(ends[1])
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = read(ends[0], &bytes, 100)
        #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "grüße\n")
        close(ends[0])
        #expect(!Console(descriptor: ends[1]).write("gone"))
    }
}

/// What a progress line has written; used by one test on one thread.
private final class Written: @unchecked Sendable {
    var text = ""
}

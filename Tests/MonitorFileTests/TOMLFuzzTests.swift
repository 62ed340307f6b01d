// Sluice
// SPDX-License-Identifier: Apache-2.0

import MonitorFile
import Testing
import Topology
import YAML

struct TOMLFuzzTests {
    /// SplitMix64: the same numbers for the same seed, on every machine.
    struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    static let pieces: [[UInt8]] =
        [
            "[", "]", "[[", "{", "}", "=", ".", ",", "\"", "'", "\"\"\"", "'''", "\\", "\\u", "\\\n", "#", "\n", "\r\n",
            "\t", "a", "cluster", "[cluster.x]\n", "true", "1_0", "0x", "1e", "inf", "é", "한", "\u{FEFF}", "servers",
            "9223372036854775808", "-1", "client-profile=", "\"a(\"", "tls", "5", "=[\"a\"]",
        ].map { Array($0.utf8) } + [[0xFF], [0x00], [0xC3]]

    @Test(arguments: [21, 22, 23, 24, 25, 26] as [UInt64])
    func mutatedFilesAreLoadedOrRefused(seed: UInt64) {
        var random = Random(state: seed)
        let text = Array(BurrowConfigReaderTests.everything.utf8)
        for round in 0..<300 {
            var bytes = round % 3 == 0 ? [] : text
            for _ in 0..<Int.random(in: 1...(bytes.isEmpty ? 40 : 6), using: &random) {
                let piece = Self.pieces.randomElement(using: &random) ?? []
                let start = Int.random(in: 0...bytes.count, using: &random)
                let end = Bool.random(using: &random) ? start : min(bytes.count, start + 9)
                bytes.replaceSubrange(start..<end, with: piece)
            }
            let loaded = BurrowConfigReader(environment: [:], files: Loading.files([:])).load(bytes: bytes, path: "b")
            #expect((loaded.plan == nil) == loaded.report.hasErrors, "seed \(seed), round \(round)")
            _ = loaded.report.text()
            _ = loaded.report.json()
            let source = SourceText(bytes)
            for error in TOMLDocument(source).errors {
                #expect(error.span.start.line <= source.lineCount, "seed \(seed), round \(round)")
            }
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing
import Topology

struct TopologyFuzzTests {
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

    static let texts: [[UInt8]] = ["topologies/web-access.yaml", "topologies/app-requests.yaml"].compactMap {
        PackageFiles.read($0).map { Array($0.utf8) }
    }
    static let pieces: [[UInt8]] =
        [
            "{", "}", "[", "]", ":", ": ", "- ", "\n", "\t", "'", "\"", "${", "${A}", "$${", "&a ", "*a", "!x ", "null",
            "true",
            "9999999999999999999", "\\", "\\x", "#", "|", ">", "---\n", "{}", "[]", "<<: *a", "é", "한", "a.b", "size(",
            "&&", " ? ",
            "kafka.key", "''", "10s", "64MiB", "discard", "dead_letters",
        ].map { Array($0.utf8) } + [[0xFF], [0x00], [0xC3]]

    @Test(arguments: [11, 12, 13, 14, 15, 16] as [UInt64])
    func mutatedTopologiesAreLoadedOrRefused(seed: UInt64) {
        var random = Random(state: seed)
        for round in 0..<200 {
            var bytes = Self.texts[Int.random(in: 0..<Self.texts.count, using: &random)]
            for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&bytes, &random) }
            let loaded = Fakes.load(String(decoding: bytes, as: UTF8.self), environment: ["A": "x: ["])
            let raw = Fakes.loader().load(bytes: bytes, path: "t.yaml")
            for loaded in [loaded, raw] {
                #expect((loaded.plan == nil) == loaded.report.hasErrors, "seed \(seed), round \(round)")
                _ = loaded.report.text()
                _ = loaded.report.json()
            }
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout Random) {
        let start = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 0...12, using: &random))
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.removeSubrange(start..<end)
        case 1: bytes.insert(contentsOf: Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)], at: start)
        case 2:
            let piece = Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
            bytes.replaceSubrange(start..<end, with: piece)
        default:
            let target = Int.random(in: 0...bytes.count, using: &random)
            bytes.insert(contentsOf: Array(bytes[start..<end]), at: target)
        }
    }
}

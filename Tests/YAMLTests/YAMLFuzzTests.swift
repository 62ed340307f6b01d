// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing
import YAML

struct YAMLFuzzTests {
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

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func anyBytesAreReadOrRefused(seed: UInt64) {
        var random = Random(state: seed)
        let alphabet = Array("a:-[]{}&*!|>'\"%@`#,? \n\t\r~<0.1eé한\u{85}".utf8) + [0xFF, 0x00, 0xC3]
        for round in 0..<1_500 {
            let length = Int.random(in: 0...60, using: &random)
            let bytes = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
            let document = YAMLDocument(SourceText(bytes))
            for error in document.errors {
                #expect(error.span.start.line >= 1 && error.span.start.column >= 1, "seed \(seed), round \(round)")
            }
            if let root = document.root { visit(root) }
        }
    }

    /// Asks every scalar for every place.
    private func visit(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let scalar):
            for offset in 0...scalar.text.utf8.count { _ = scalar.span(ofUTF8: offset, length: 2) }
        case .sequence(let items): items.forEach(visit)
        case .mapping(let entries): entries.forEach { visit($0.value) }
        }
    }
}

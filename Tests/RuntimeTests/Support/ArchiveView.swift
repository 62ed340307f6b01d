// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Platform
import Testing

@testable import Sinks

/// An archive as a reader of the published files sees it.
struct ArchiveView {
    private struct Event: Decodable {
        let seq: Int
        let env: String
        let token: String?
    }

    /// Sequence numbers by output, ascending, as often as they occur.
    let numbers: [String: [Int]]
    let deadLetters: [DeadLetterEntry]
    let report: AuditReport
    let slots: Set<Int>

    init(root path: String, files: any FileSystem, brokers: [BrokerFacts] = []) throws {
        let root = try ArchiveRoot.inspect(path, fileSystem: files)
        let reader = ArchiveReader(root)
        var numbers: [String: [Int]] = [:]
        var outputs: Set<String> = []
        var slots: Set<Int> = []
        try reader.forEachManifest { (manifest) throws(ArchiveReadError) in
            outputs.formUnion(manifest.files.map(\.output))
            slots.insert(manifest.slot.number)
            return true
        }
        for output in outputs where output != ArchiveReader.deadLetters {
            var text: [UInt8] = []
            try reader.cat(output: output) {
                text += $0
                return true
            }
            let events = try text.split(separator: 10).map { line in
                try JSONDecoder().decode(Event.self, from: Data(line))
            }
            #expect(events.allSatisfy { $0.env == "test" && ($0.token ?? "***") == "***" })
            numbers[output] = events.map(\.seq).sorted()
        }
        var letters: [DeadLetterEntry] = []
        try DeadLetterReader(root).forEach {
            letters.append($0)
            return true
        }
        self.numbers = numbers
        self.slots = slots
        deadLetters = letters
        var audit = Audit([root], brokers: brokers)
        report = try audit.run()
    }

    /// Sequence numbers of all outputs, ascending.
    var all: [Int] { numbers.values.flatMap { $0 }.sorted() }

    /// Whether exactly these numbers are there, each once, and the audit has nothing to complain about.
    func expectExactly(_ range: Range<Int>, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(all == Array(range), sourceLocation: sourceLocation)
        #expect(report.isComplete, "\(report.findings)", sourceLocation: sourceLocation)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Records
import Testing

/// JSONTestSuite, at the level of documents: any value is accepted at the top.
@Suite struct ConformanceTests {
    private static let folder = "conformance/json"
    private static let isPresent = Shared.exists(folder)

    private func scan(_ text: [UInt8]) -> ScanFailure? {
        var record = Record(layout: RecordLayout())
        return record.scan(anyValue: text.span.bytes)
    }

    @Test(.enabled(if: isPresent, "needs ../shared/conformance/json"), arguments: Shared.names(in: folder))
    func answersAsTheSuiteWants(name: String) throws {
        let text = try Shared.bytes(of: "\(Self.folder)/\(name)")
        let failure = scan(text)
        switch name.first {
        case "y": #expect(failure == nil)
        case "n": #expect(failure != nil)
        default:
            let decision = try #require(try Self.decisions()[name], "docs/json-decisions.md does not list it")
            #expect((failure?.code.rawValue ?? "accepted") == decision)
        }
    }

    @Test(.enabled(if: isPresent, "needs ../shared/conformance/json"))
    func decisionsNameNoOtherFiles() throws {
        let files = Set(Shared.names(in: Self.folder).filter { $0.hasPrefix("i_") })
        #expect(Set(try Self.decisions().keys) == files)
    }

    /// The table of docs/json-decisions.md: file and outcome.
    private static func decisions() throws -> [String: String] {
        let url = Shared.package.appending(path: "docs/json-decisions.md")
        let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
        var found: [String: String] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("| `i_") {
            let cells = line.split(separator: "|").map { cell in cell.filter { !$0.isWhitespace && $0 != "`" } }
            if cells.count >= 2 { found[String(cells[0])] = String(cells[1]) }
        }
        return found
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing
import Topology

struct GoldenDiagnosticsTests {
    static let names = PackageFiles.names(in: "Tests/TopologyTests/Golden").filter { $0.hasSuffix(".yaml") }

    /// `SLUICE_REWRITE_GOLDEN=1` writes the expected texts anew; read the difference before it is committed.
    @Test(arguments: names)
    func reportsAreAsTheyWere(name: String) throws {
        let folder = "Tests/TopologyTests/Golden"
        let text = try #require(PackageFiles.read("\(folder)/\(name)"))
        let loader = Fakes.loader(environment: ["SET": "value"])
        let loaded = loader.load(bytes: Array(text.utf8), path: name)
        let reports = [
            ("txt", loaded.report.text(consequence: "nothing was started")), ("json", loaded.report.json() + "\n"),
        ]
        for (ending, report) in reports {
            let golden = "\(folder)/\(name.dropLast(5)).\(ending)"
            if PackageFiles.rewritesGolden { PackageFiles.write(report, to: golden) }
            #expect(report == PackageFiles.read(golden))
        }
        #expect((loaded.plan == nil) == loaded.report.hasErrors)
    }

    @Test func thereAreGoldenFiles() {
        #expect(Self.names.count >= 5)
    }
}

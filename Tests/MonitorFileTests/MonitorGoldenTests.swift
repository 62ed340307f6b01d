// Sluice
// SPDX-License-Identifier: Apache-2.0

import MonitorFile
import Testing
import Topology

struct MonitorGoldenTests {
    static let folder = "Tests/MonitorFileTests/Golden"
    static let names = PackageFiles.names(in: folder).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".toml") }
    static let environment = [
        "SET": "value", "SLUICE_MONITOR_CLUSTERS_MAIN_MIN_DISTANCE": "5", "SLUICE_MONITOR_LISTNE": "x",
        "BURROW_STORAGE_DEFAULT_INTERVALS": "many",
    ]

    /// `SLUICE_REWRITE_GOLDEN=1` writes the expected texts anew; read the difference before it is committed.
    @Test(arguments: names)
    func reportsAreAsTheyWere(name: String) throws {
        let text = try #require(PackageFiles.read("\(Self.folder)/\(name)"))
        let bytes = Array(text.utf8)
        let loaded =
            name.hasSuffix(".toml")
            ? BurrowConfigReader(environment: Self.environment).load(bytes: bytes, path: name)
            : MonitorLoader(environment: Self.environment, files: Loading.files([:])).load(bytes: bytes, path: name)
        let report = loaded.report.text(consequence: "nothing was started")
        let golden = "\(Self.folder)/\(name).txt"
        if PackageFiles.rewritesGolden { PackageFiles.write(report, to: golden) }
        #expect(report == PackageFiles.read(golden))
        #expect((loaded.plan == nil) == loaded.report.hasErrors)
    }

    @Test func thereAreGoldenFiles() {
        #expect(Self.names.count >= 3)
    }
}

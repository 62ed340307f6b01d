// Sluice
// SPDX-License-Identifier: Apache-2.0

import MonitorFile
import Testing
import Topology

struct MonitorReferencePageTests {
    @Test func theCommittedPageIsUpToDate() {
        if PackageFiles.rewritesGolden {
            PackageFiles.write(MonitorReferencePage.text, to: "docs/reference/monitor.md")
        }
        #expect(MonitorReferencePage.text == PackageFiles.read("docs/reference/monitor.md"))
    }

    @Test func theExampleLoads() throws {
        let block = try #require(MonitorReferencePage.text.firstMatch(of: /```yaml\n([^`]*)```/))
        let loaded = Loading.monitor(String(block.1))
        #expect(loaded.report.text() == "" && loaded.plan != nil)
    }

    @Test func theShippedFileLoads() throws {
        let text = try #require(PackageFiles.read("packaging/monitor.yaml"))
        for environment in [[:], ["KAFKA_BROKERS": "kafka:9092"]] {
            let loaded = Loading.monitor(text, environment: environment)
            #expect(loaded.report.text() == "" && loaded.plan != nil)
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import Stages
import Testing
import Topology

struct ReferencePageTests {
    @Test func theCommittedPageIsUpToDate() {
        let page = ReferencePage.stages(.stages + .sinks)
        if PackageFiles.rewritesGolden { PackageFiles.write(page, to: "docs/reference/stages.md") }
        #expect(page == PackageFiles.read("docs/reference/stages.md"))
    }

    /// Every example of a spec is a stage that loads.
    @Test(arguments: Registry.stages.stages.map(\.name))
    func examplesLoad(name: String) throws {
        let spec = try #require(Registry.stages.stages.first { $0.name == name })
        let entry = "\(spec.section.rawValue):\n  - \(spec.example)"
        let loaded =
            switch spec.section {
            case .parse: Fakes.load(Fakes.topology(parse: entry))
            case .enrich: Fakes.load(Fakes.topology(enrich: entry))
            case .sanitize: Fakes.load(Fakes.topology(sanitize: entry))
            }
        #expect(loaded.report.text() == "")
        #expect(!spec.summary.isEmpty && !spec.example.isEmpty)
    }

    @Test func outputsAreDocumentedToo() {
        #expect(ReferencePage.stages(Fakes.registry).contains("### archive\n\nFiles.\n"))
    }

    /// What a newcomer copies first has to work.
    @Test func theTopologyOfTheReadmeLoads() throws {
        let readme = try #require(PackageFiles.read("README.md"))
        let block = try #require(readme.firstMatch(of: /```yaml\n([^`]*topology:[^`]*)```/))
        let loader = TopologyLoader(registry: .stages + .sinks, environment: [:])
        let loaded = loader.load(bytes: Array(block.1.utf8), path: "README.md")
        #expect(loaded.report.text() == "")
        #expect(loaded.plan != nil)
    }
}

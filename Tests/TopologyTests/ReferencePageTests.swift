// Sluice
// SPDX-License-Identifier: Apache-2.0

import Stages
import Testing
import Topology

struct ReferencePageTests {
    /// Outputs are registered elsewhere: the committed page has the stages.
    @Test func theCommittedPageIsUpToDate() {
        let page = ReferencePage.stages(.stages)
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
}

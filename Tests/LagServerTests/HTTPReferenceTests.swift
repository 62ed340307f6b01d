// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagServer
import Testing

struct HTTPReferenceTests {
    @Test func theCommittedPageIsUpToDate() {
        let page = HTTPReferencePage.text()
        if PackageFiles.rewritesGolden { PackageFiles.write(page, to: "docs/reference/lag-http.md") }
        #expect(page == PackageFiles.read("docs/reference/lag-http.md"))
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import Testing

@testable import LagMonitor

/// The monitor knows Sluice's own commits by how the sinks write them.
struct SluiceCommitTests {
    @Test func metadataOfTheSinksAreRecognised() throws {
        let text =
            "sluice/1;s=00000000000000000000000000000001/0;m=00000000000000000000000000000003;"
            + "i=0001000000000007;g=;p=11;"
            + "r=10:1700000000010:0000000000000005;l=0;o=0;c="
        let written = try #require(CommitMetadata.parse(text)).encode()
        #expect(written.hasPrefix(CommitRecord.sluicePrefix))
        for version in Int16(0)...4 {
            let value = WireBytes.commit(11, atMs: 1, version: version, metadata: written)
            #expect(CommitRecord.read(value)?.isSluice(in: value) == true)
        }
    }
}

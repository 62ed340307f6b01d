// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Sinks
import SluiceTesting
import Testing

@Suite struct AuditRetentionTests {
    /// When files of an epoch that was sealed at 5000 are looked for, and what the audit says where two are gone.
    struct Moment: Sendable {
        let retentionMs: Int64?
        let nowMs: Int64?
        let expected: [AuditFinding.Kind]
    }

    @Test(arguments: [
        Moment(retentionMs: 1000, nowMs: 6000, expected: [.expired]),
        Moment(retentionMs: 1000, nowMs: 5999, expected: [.fileMissing, .fileMissing]),
        Moment(retentionMs: 1000, nowMs: .min, expected: [.fileMissing, .fileMissing]),
        Moment(retentionMs: 1000, nowMs: nil, expected: [.fileMissing, .fileMissing]),
        Moment(retentionMs: nil, nowMs: .max, expected: [.fileMissing, .fileMissing]),
        Moment(retentionMs: .max, nowMs: .max, expected: [.fileMissing, .fileMissing]),
    ])
    func aMissingFileIsJudgedByItsRetention(_ moment: Moment) throws {
        let fixture = try RootFixture(retentionMs: [moment.retentionMs, moment.retentionMs])
        fixture.sealedMs = 5000
        let manifests = try fixture.fill()
        fixture.store.close()
        for file in manifests[1].files.prefix(2) { try fixture.system.unlink("/archive/" + file.path) }
        var options = AuditOptions()
        options.nowMs = moment.nowMs
        let report = try fixture.audit(options: options)
        #expect(report.findings.map(\.kind) == moment.expected, "\(report.text())")
        let isExpired = moment.expected == [.expired]
        #expect(report.exitCode == (isExpired ? 0 : 1))
        #expect(report.partitions.map(\.expiredFiles) == [isExpired ? 2 : 0, 0])
        if isExpired {
            #expect(report.findings[0].message == "2 files are past their retention and gone")
            #expect(report.text().contains("  2 files expired"))
            #expect(report.json().contains("\"expired_files\":2"))
        }
    }

    @Test func eachOutputHasItsOwn() throws {
        let fixture = try RootFixture(retentionMs: [1000, 2000])
        let manifests = try fixture.fill()
        for file in manifests[3].files { try fixture.system.unlink("/archive/" + file.path) }
        var options = AuditOptions()
        options.nowMs = 1500
        let report = try fixture.audit(options: options)
        let missing = report.findings.filter { $0.kind == .fileMissing }.map(\.place)
        #expect(missing == manifests[3].files.filter { $0.output == "out1" }.map { "/archive/" + $0.path })
        #expect(report.partitions[0].expiredFiles == Int64(manifests[3].files.count - missing.count))
    }

    @Test func whatIsThereHasToBeRightWhateverItsAge() throws {
        let fixture = try RootFixture(retentionMs: [1000, 1000])
        let manifests = try fixture.fill()
        fixture.store.close()
        fixture.disk.overwrite("/archive/" + manifests[1].files[0].path, with: [1])
        try fixture.system.unlink("/archive/" + manifests[1].files[1].path)
        try fixture.system.createDirectory("/archive/" + manifests[1].files[1].path)
        var options = AuditOptions()
        options.nowMs = .max
        #expect(try fixture.audit(options: options).findings.map(\.kind) == [.fileSize, .fileReplaced])
    }
}

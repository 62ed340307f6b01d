// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What an audit found.
package struct AuditReport: Equatable, Sendable, Encodable {
    /// Roots that were audited.
    package let roots: [String]
    /// By group, topic, partition and incarnation.
    package internal(set) var partitions: [AuditPartition] = []
    /// What was found, in the order of the walk, as many as `AuditLimits.findingsMax`.
    package internal(set) var findings: [AuditFinding] = []
    /// How many things are wrong, those that are not named included.
    package internal(set) var wrong = 0
    /// How many things are only worth knowing.
    package internal(set) var notes = 0
    /// Whether `elsewhere` is wrong.
    package let demandsAll: Bool
    /// Files whose contents were not read because their epochs were sealed too early.
    package internal(set) var unreadFiles: Int64 = 0
    /// Bytes of archive files that were read.
    package internal(set) var bytesRead: Int64 = 0

    init(roots: [String], demandsAll: Bool) {
        self.roots = roots
        self.demandsAll = demandsAll
    }

    /// Whether every offset is accounted for.
    package var isComplete: Bool { wrong == 0 }

    /// What the command exits with: 0 where nothing is wrong.
    package var exitCode: Int32 { isComplete ? 0 : 1 }

    /// Whether a finding makes the archive wrong, as this audit was asked for.
    package func isWrong(_ finding: AuditFinding) -> Bool {
        finding.kind.isWrong || (demandsAll && finding.kind == .elsewhere)
    }

    /// Adds what was found; also for what only a caller with a broker can find.
    package mutating func add(_ finding: AuditFinding) {
        if isWrong(finding) { wrong += 1 } else { notes += 1 }
        if findings.count < AuditLimits.findingsMax { findings.append(finding) }
    }
}

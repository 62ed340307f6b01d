// Sluice
// SPDX-License-Identifier: Apache-2.0

import Terminal

/// The program's command line, put together from its verbs.
enum Program {
    static let version = "0.1.0"

    /// Verbs by the path of their names.
    static let verbs: [[String]: any (Verb & Sendable).Type] = [
        ["demo"]: DemoCommand.self,
        ["run"]: RunCommand.self,
        ["validate"]: ValidateCommand.self,
        ["generate"]: GenerateCommand.self,
        ["audit"]: AuditCommand.self,
        ["dlq", "ls"]: DeadLetterCommand.ListCommand.self,
        ["dlq", "show"]: DeadLetterCommand.ShowCommand.self,
        ["archive", "ls"]: ArchiveCommand.ListCommand.self,
        ["archive", "cat"]: ArchiveCommand.CatCommand.self,
        ["archive", "settle"]: ArchiveCommand.SettleCommand.self,
        ["quarantine"]: QuarantineCommand.self,
        ["monitor"]: MonitorCommand.self,
        ["monitor", "check"]: MonitorCheckCommand.self,
        ["lag"]: LagCommand.self,
        ["outliers"]: OutliersCommand.self,
        ["version"]: VersionCommand.self,
    ]

    static let spec = ProgramSpec(
        name: "sluice", version: version,
        summary: "Take Kafka topics through declared stages into archives that are provably complete",
        commands: [
            DemoCommand.spec, RunCommand.spec, ValidateCommand.spec, AuditCommand.spec, ArchiveCommand.spec,
            DeadLetterCommand.spec, QuarantineCommand.spec, MonitorCommand.spec, LagCommand.spec, OutliersCommand.spec,
            GenerateCommand.spec, VersionCommand.spec,
        ],
        environment: [
            ("KAFKA_BROKERS", "brokers of the topologies that come with Sluice"),
            ("TOPIC, GROUP, ARCHIVE_DIR", "their topic, consumer group and archive root"),
            ("SLUICE_MONITOR_...", "options of 'sluice monitor', see docs/reference/monitor.md"),
            ("SLUICE_TOKEN", "the bearer token that 'sluice lag' shows to a monitor"),
            ("SSL_CERT_FILE", "certificates that 'sluice lag' trusts instead of the system's"),
            ("SLUICE_FAULT", "for tests: die at a step ('sluice version --faults'), '<name>[:<nth>]'"),
        ])
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import ControlPlane
import Generator
import HTTPServer
import KafkaClient
import Platform
import Runtime
import Sinks
import Telemetry
import Terminal
import Topology

/// `sluice demo`.
enum DemoCommand: Verb {
    static let spec = CommandSpec(
        "demo", "Run the whole system on this machine: broker, generator, topology, archive, audit",
        discussion: """
            Starts Kafka's mock broker inside this process, produces seeded events to it, and takes them through the \
            topology app-requests into a sealed archive below the directory. A mock partition keeps 5 MB, so the \
            generator never runs further ahead than that of what is sealed. May be repeated on the same directory.
            """,
        options: [
            .option("events", short: "n", "N", .int(1...Int64.max), default: "200000", "events to produce"),
            .option(
                "dir", short: "d", "DIR", .directory, default: "./sluice-demo", "the archive goes to DIR/archive"),
            .option("seed", "S", .count, default: "0", "seed of the events: the same one gives the same events"),
            .option("listen", "ADDRESS", .address, default: "127.0.0.1:8686", "where /metrics, /health and /ready are"),
            .option(
                "log-level", "LEVEL", .choice(LogLevel.allCases.map(\.name)), default: "warning",
                "least level that is logged"),
        ],
        examples: [
            Example("sluice demo", "two hundred thousand events, start to audit"),
            Example("sluice demo --events 1000000 --dir /tmp/demo", "a million, elsewhere"),
        ])

    private typealias Example = CommandSpec.Example

    private static let topic = "app.requests"
    private static let partitions: Int32 = 4
    /// Events ahead of what is sealed: about 2.7 MB in each partition of 5 MB.
    private static let window: Int64 = 32_000

    static func run(_ arguments: ParsedArguments) async -> ExitCode {
        guard let events = arguments.int("events"), let directory = arguments.string("dir"),
            let seed = arguments.int("seed")
        else { preconditionFailure("the options have defaults") }
        let root = directory + "/archive"
        do {
            let cluster = try MockCluster()
            try cluster.createTopic(topic, partitions: Int(partitions))
            guard let plan = plan(brokers: cluster.bootstrap, root: root) else { return .configuration }
            let demo = Demo(
                plan: plan, bootstrap: cluster.bootstrap, events: events, seed: UInt64(seed), topic: topic,
                partitions: partitions, window: window)
            let code = await demo.run(arguments)
            guard code == .done else { return code }
        } catch {
            Console.error.write("sluice demo: \(error)\n")
            return .unavailable
        }
        return await conclude(root)
    }

    /// The topology that comes with the program, in the environment of the demo.
    private static func plan(brokers: String, root: String) -> TopologyPlan? {
        let environment = [
            "KAFKA_BROKERS": brokers, "TOPIC": topic, "GROUP": "sluice-demo", "ARCHIVE_DIR": root,
            "EPOCH_AGE": "1s", "EPOCH_IDLE": "200ms", "EPOCH_RECORDS": "4000",
        ]
        let loaded = TopologyFiles.loader(environment: environment)
            .load(bytes: PackageResources.app_requests_yaml, path: "app-requests.yaml")
        if loaded.plan == nil { Console.error.write(loaded.report.text()) }
        return loaded.plan
    }

    /// The verdict on the archive and where to look.
    private static func conclude(_ root: String) async -> ExitCode {
        Console.output.write("\narchive  \(root)\n\n")
        let code = await AuditCommand.audit([root], json: false)
        // As it was called: who built it has no 'sluice' on the path yet.
        let program = CommandLine.arguments.first ?? "sluice"
        Console.output.write(
            """

            look at it:
              \(program) archive ls \(root)
              \(program) archive cat \(root) --output errors | head -3
              \(program) audit \(root)

            """)
        return code
    }
}

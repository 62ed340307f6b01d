// Sluice
// SPDX-License-Identifier: Apache-2.0

import ControlPlane
import Glibc
import HTTPServer
import Platform
import Runtime
import Telemetry
import Terminal
import Topology

/// `sluice run`.
enum RunCommand: Verb {
    static let spec = CommandSpec(
        "run", "Run topologies against Kafka",
        discussion: """
            Runs until SIGTERM or SIGINT: the first seals and commits what is there and leaves the group, the second \
            ends at once; neither loses or doubles a record. A topology that fails starts again by itself and never \
            disturbs another. Processes on one archive root share the work of a group.

            With --until-end it ends with 0 when the group's committed offsets have reached the ends that the topics \
            have at the start, whoever of the group gets there.
            """,
        arguments: [Argument("FILE", .file, required: false, repeated: true, "a topology file")],
        options: [
            .flag("until-end", "end once all that the topics hold at the start is sealed"),
            .option("listen", "ADDRESS", .address, default: "127.0.0.1:8686", "where /metrics, /health and /ready are"),
            .option(
                "log-level", "LEVEL", .choice(LogLevel.allCases.map(\.name)), default: "info",
                "least level that is logged"),
            .option(
                "log-format", "FORMAT", .choice(LogFormat.allCases.map(\.rawValue)), default: "logfmt",
                "how log lines are written"),
            .option("restarts", "N", .count, default: "20", "restarts without progress before a topology stays down"),
        ],
        examples: [
            Example("sluice run topologies/app-requests.yaml", "run one topology until it is told to stop"),
            Example("KAFKA_BROKERS=kafka:9092 sluice run topologies/*.yaml --listen :9100", "run all of them"),
            Example("sluice run backfill.yaml --until-end", "read what is there, seal it, end"),
        ])

    private typealias Argument = CommandSpec.Argument
    private typealias Example = CommandSpec.Example

    static func run(_ arguments: ParsedArguments) async -> ExitCode {
        let files = arguments.strings("FILE")
        guard !files.isEmpty else {
            Console.error.write("sluice run: needs a topology file; see 'sluice run --help'\n")
            return .usage
        }
        let (plans, report) = TopologyFiles.load(files)
        guard let plans else {
            Console.error.write(report.text(consequence: "nothing was started"))
            return .configuration
        }
        Console.error.write(report.text())
        return await run(plans, arguments)
    }

    private static func run(_ plans: [TopologyPlan], _ arguments: ParsedArguments) async -> ExitCode {
        let log = Logger(
            LogOutput(
                level: LogLevel(name: arguments.string("log-level") ?? "") ?? .info,
                format: LogFormat(rawValue: arguments.string("log-format") ?? "") ?? .logfmt))
        let registry = MetricsRegistry()
        let health = Health()
        let options = RunOptions(
            untilEnd: arguments.flag("until-end"), restartsMax: Int(arguments.int("restarts") ?? 0))
        let group = TopologyGroup(
            plans.map { plan in
                TopologyService(
                    plan: plan, options: options, fileSystem: PosixFileSystem(), time: .system, log: log,
                    registry: registry, health: health)
            })
        Signals.watch { count in
            Task { await group.stop() }
            if count > 1 { endSoon() }
        }
        let server: HTTPServer
        do throws(HTTPServerError) {
            let pages = ControlPages(registry: registry, health: health)
            server = try ControlServer.start(arguments) { pages.answer($0) }
        } catch {
            Console.error.write("sluice run: \(error)\n")
            return .unavailable
        }
        log.info("listening", ["url": .string(server.url)])
        let notifier = ServiceNotifier.fromEnvironment()
        _ = notifier?.ready(status: "running \(plans.map(\.name).joined(separator: ", "))")
        let ends = await group.run()
        _ = notifier?.stopping(status: "all topologies have ended")
        server.stop()
        return exitCode(of: ends)
    }

    /// Ends the process although a thread hangs in a call to a broker or a disk: as safe as being killed.
    private static func endSoon() {
        Task {
            try? await Task.sleep(for: .seconds(1))
            exit(ExitCode.done.rawValue)
        }
    }

    private static func exitCode(of ends: [TopologyService.End]) -> ExitCode {
        let hasFailed = ends.contains { end in
            if case .failed = end { true } else { false }
        }
        return hasFailed ? .failed : .done
    }
}

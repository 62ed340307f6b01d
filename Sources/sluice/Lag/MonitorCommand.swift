// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import HTTPServer
import LagMonitor
import LagServer
import MonitorFile
import Platform
import Telemetry
import Terminal
import Topology

/// `sluice monitor`.
enum MonitorCommand: Verb {
    static let spec = CommandSpec(
        "monitor", "Watch consumer groups for lag, in Burrow's place if need be",
        discussion: """
            Serves Burrow's API v3, a native API v1 (/v1/openapi.json), /metrics and a page for people. Reads the \
            offsets topic without joining a group and changes nothing in Kafka. Ends at SIGTERM or SIGINT, after \
            at most some seconds; the second signal ends it at once.

            Ends with 78 where the file or a certificate is wrong, with 69 where the port is taken, else with 0. Every \
            option of the file can be set by a variable: SLUICE_MONITOR_LISTEN, SLUICE_MONITOR_CLUSTERS_LOCAL_BROKERS.
            """,
        arguments: [Argument("FILE", .file, required: false, "a monitor's file, such as monitor.yaml")],
        options: [
            .option("listen", "ADDRESS", .address, "where to serve, instead of the file's 'listen'"),
            MonitorFiles.burrowOption,
            .option(
                "v3-rules", "RULES", .choice(["burrow", "burrow-1.2"]), default: "burrow",
                "which Burrow's rules API v3 follows: 1.9.5's or 1.2.1's"),
            .option(
                "log-level", "LEVEL", .choice(LogLevel.allCases.map(\.name)), default: "info",
                "least level that is logged"),
            .option(
                "log-format", "FORMAT", .choice(LogFormat.allCases.map(\.rawValue)), default: "logfmt",
                "how log lines are written"),
        ],
        examples: [
            Example("sluice monitor packaging/monitor.yaml", "watch until told to stop"),
            Example(
                "sluice monitor --burrow-config /etc/burrow --listen :8001", "beside a Burrow that listens on 8000"),
        ],
        subcommands: [MonitorCheckCommand.spec])

    private typealias Argument = CommandSpec.Argument
    private typealias Example = CommandSpec.Example

    static func run(_ arguments: ParsedArguments) async -> ExitCode {
        guard let loaded = MonitorFiles.load(arguments) else { return .usage }
        guard var plan = loaded.plan else {
            Console.error.write(loaded.report.text(consequence: "nothing was started"))
            return .configuration
        }
        Console.error.write(loaded.report.text())
        if let address = arguments.address("listen") {
            plan.server.host = address.host
            plan.server.port = address.port
            if !["127.0.0.1", "::1", "localhost"].contains(address.host), plan.server.tokens.isEmpty {
                Console.error.write("--listen: warning: everybody who reaches '\(address.host)' may read\n")
            }
        }
        let log = Logger(
            LogOutput(
                level: LogLevel(name: arguments.string("log-level") ?? "") ?? .info,
                format: LogFormat(rawValue: arguments.string("log-format") ?? "") ?? .logfmt))
        let monitor: Monitor
        do {
            monitor = try Monitor(plan, log: log)
        } catch {
            Console.error.write("sluice monitor: \(error)\n")
            return .configuration
        }
        let rules = RuleSet(rawValue: arguments.string("v3-rules") ?? "") ?? .burrow
        let pages = LagPages(clusters: monitor.clusters, plan: plan, v3Rules: rules, log: log)
        let server: HTTPServer
        do throws(HTTPServerError) {
            server = try pages.serve()
        } catch {
            Console.error.write("sluice monitor: \(error)\n")
            return error.code == .badTLS ? .configuration : .unavailable
        }
        await watch(monitor, server, log)
        return .done
    }

    private static func watch(_ monitor: Monitor, _ server: HTTPServer, _ log: Logger) async {
        Signals.watch { count in
            log.info("told to stop", ["signal.count": LogValue(count)])
            monitor.stop()
            if count > 1 { exit(ExitCode.done.rawValue) }
        }
        let names = monitor.clusters.map(\.name).joined(separator: ", ")
        log.info("listening", ["url": .string(server.url)])
        let notifier = ServiceNotifier.fromEnvironment()
        _ = notifier?.ready(status: "watching \(names)")
        await monitor.run()
        _ = notifier?.stopping(status: "the monitor has stopped")
        server.stop()
    }
}

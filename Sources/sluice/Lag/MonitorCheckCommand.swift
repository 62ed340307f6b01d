// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import MonitorFile
import Terminal
import Topology

/// `sluice monitor check`.
enum MonitorCheckCommand: Verb {
    static let spec = CommandSpec(
        "check", "Check a monitor's file and tell what would be watched",
        discussion: "Ends with 78 where the file has errors, else with 0. Nothing is started and no broker is asked.",
        arguments: [CommandSpec.Argument("FILE", .file, required: false, "a monitor's file, such as monitor.yaml")],
        options: [
            MonitorFiles.burrowOption,
            .option("format", "FORMAT", .choice(["text", "json"]), default: "text", "how findings are written"),
        ],
        examples: [
            CommandSpec.Example("sluice monitor check packaging/monitor.yaml", "check a file"),
            CommandSpec.Example(
                "sluice monitor check --burrow-config /etc/burrow", "see what becomes of Burrow's configuration"),
        ])

    static func run(_ arguments: ParsedArguments) async -> ExitCode {
        guard let loaded = MonitorFiles.load(arguments) else { return .usage }
        if arguments.string("format") == "json" {
            Console.output.write(loaded.report.json() + "\n")
        } else {
            (loaded.plan == nil ? Console.error : Console.output).write(loaded.report.text())
            if let plan = loaded.plan { Console.output.write(text(plan)) }
        }
        return loaded.plan == nil ? .configuration : .done
    }

    /// What a plan watches and serves.
    private static func text(_ plan: MonitorPlan) -> String {
        var table = TextTable([
            ("CLUSTER", .left), ("BROKERS", .left), ("COMMITS FROM", .left), ("GROUPS", .left), ("EVERY", .right),
            ("WINDOW", .right),
        ])
        for cluster in plan.clusters {
            table.add([
                cluster.name, cluster.brokers, source(cluster), groups(cluster),
                HumanText.duration(cluster.offsetRefresh), "\(cluster.intervals) commits",
            ])
        }
        let scheme = plan.server.tls == nil ? "http" : "https"
        let address = ListenAddress(host: plan.server.host, port: plan.server.port)
        let names = ["sluice"] + plan.server.personalities.map(\.rawValue).sorted()
        return table.text + """
            serves  \(scheme)://\(address), metrics as \(names.joined(separator: ", "))
            tokens  \(plan.server.tokens.isEmpty ? "none: all may read" : "\(plan.server.tokens.count)")
            state   \(plan.stateDirectory ?? "not kept")
            good

            """
    }

    private static func source(_ cluster: ClusterPlan) -> String {
        switch cluster.collector {
        case .automatic: "\(cluster.offsetsTopic), else admin API"
        case .offsetsTopic: cluster.offsetsTopic
        case .adminAPI: "admin API"
        }
    }

    private static func groups(_ cluster: ClusterPlan) -> String {
        if case .adminAPI(let groups?) = cluster.collector { return "\(groups.count) named" }
        var parts: [String] = []
        if let allowed = cluster.allowedGroups { parts.append("/\(allowed)/") }
        if let denied = cluster.deniedGroups { parts.append("not /\(denied)/") }
        return parts.isEmpty ? "all" : parts.joined(separator: ", ")
    }
}

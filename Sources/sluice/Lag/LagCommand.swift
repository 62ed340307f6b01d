// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import LagMonitor
import LagServer
import MonitorFile
import Platform
import Synchronization
import Terminal
import Topology

/// `sluice lag`.
enum LagCommand: Verb {
    static let spec = CommandSpec(
        "lag", "Show the lag of consumer groups, or of one with its partitions and the rules that judged it",
        discussion: """
            Asks a monitor that runs, by default the one of this machine; with --brokers or --config it is one itself \
            until it has read the offsets and sampled the logs twice, some seconds. A monitor with tokens wants one in \
            the variable SLUICE_TOKEN, one with a certificate of the house the PEM file of its authority in \
            SSL_CERT_FILE.

            Ends with 1 where the group is unknown, with 69 where nobody answers, with 75 where the offsets are not \
            read in time, with 78 where the file is wrong, else with 0.
            """,
        arguments: [Argument("GROUP", required: false, "a consumer group")],
        options: [
            .option("brokers", "HOST:PORT", .string, "ask these brokers, comma between them"),
            .option("config", "FILE", .file, "ask the brokers of a monitor's file"),
            .option("url", "URL", .string, "ask this monitor (default: http://127.0.0.1:8000)"),
            .option("cluster", "NAME", .string, "only this cluster; with --brokers, what to call it"),
            .flag("json", "write an array of groups as API v1 has them"),
            .flag("watch", "go on until told to stop: draw anew on a terminal, else append"),
            .option("every", "TIME", .duration, default: "2s", "how often --watch asks"),
            .option("timeout", "TIME", .duration, default: "60s", "how long to wait until brokers are read"),
            .option(
                "rules", "RULES", .choice(RuleSet.allCases.map(\.rawValue)), default: "sluice",
                "who judges; a running monitor knows 'sluice' here"),
        ],
        examples: [
            Example("sluice lag", "the groups of the monitor of this machine"),
            Example("sluice lag --brokers localhost:9092 --json | jq '.[].total_lag'", "alone, for another program"),
            Example("sluice lag checkout --url https://lag.example:8000 --watch", "one group, again and again"),
        ])

    private typealias Argument = CommandSpec.Argument
    private typealias Example = CommandSpec.Example

    static func run(_ arguments: ParsedArguments) async -> ExitCode {
        if let mistake = mistake(in: arguments) {
            Console.error.write("sluice lag: \(mistake)\n")
            return .usage
        }
        if let brokers = arguments.string("brokers") {
            let name = arguments.string("cluster") ?? "local"
            return await LocalLag(MonitorPlan(clusters: [ClusterPlan(name: name, brokers: brokers)])).run(arguments)
        }
        if let file = arguments.string("config") {
            let loaded = MonitorLoader(environment: ProcessEnvironment.variables).load(path: file)
            guard var plan = loaded.plan else {
                Console.error.write(loaded.report.text(consequence: "nothing was asked"))
                return .configuration
            }
            if let name = arguments.string("cluster") { plan.clusters.removeAll { $0.name != name } }
            guard !plan.clusters.isEmpty else {
                Console.error.write("sluice lag: '\(file)' has no such cluster\n")
                return .failed
            }
            return await LocalLag(plan).run(arguments)
        }
        let token = ProcessEnvironment.variables["SLUICE_TOKEN"]
        let source = LagSource(url: arguments.string("url") ?? "http://127.0.0.1:8000", token: token)
        let isStopped = StopFlag()
        Signals.watch { _ in isStopped.set() }
        return await show(source, arguments, isStopped)
    }

    private static func mistake(in arguments: ParsedArguments) -> String? {
        let places = ["brokers", "config", "url"].filter { arguments.isGiven($0) }
        if places.count > 1 { return "takes one of --\(places.joined(separator: ", --")), not several" }
        if arguments.isGiven("rules"), arguments.string("rules") != "sluice", !places.contains(where: { $0 != "url" }) {
            return "--rules needs --brokers or --config: a running monitor's API v1 judges by 'sluice'"
        }
        return nil
    }

    /// Shows once, or again and again until stopped.
    static func show(_ source: LagSource, _ arguments: ParsedArguments, _ isStopped: StopFlag) async -> ExitCode {
        let every = max(.milliseconds(100), arguments.duration("every") ?? .seconds(2))
        while true {
            let outcome = await onOwnThread { text(source, arguments) }
            switch outcome {
            case .success(let text):
                let isRedrawn = arguments.flag("watch") && !arguments.flag("json") && Console.output.isTerminal
                guard Console.output.write(isRedrawn ? "\u{1B}[H\u{1B}[J" + text : text) else { return .done }
            case .failure(let failure):
                // A watch outlives a monitor's restart.
                guard arguments.flag("watch"), case .failed(let reason) = failure else { return tell(failure) }
                Console.error.write("sluice lag: \(reason)\n")
            }
            guard arguments.flag("watch") else { return .done }
            let next = ContinuousClock.now + every
            while ContinuousClock.now < next {
                if isStopped.isSet { return .done }
                try? await Task.sleep(for: min(.milliseconds(100), every))
            }
        }
    }

    private static func text(_ source: LagSource, _ arguments: ParsedArguments) -> Result<String, LagSource.Failure> {
        do throws(LagSource.Failure) {
            let cluster = arguments.string("cluster")
            let clusters = if let cluster { [cluster] } else { try source.clusters() }
            var groups: [JSONTree] = []
            if let name = arguments.string("GROUP") {
                groups = try found(name, in: clusters, source)
            } else {
                for cluster in clusters { groups += try source.groups(of: cluster) }
            }
            if arguments.flag("json") { return .success(json(groups)) }
            if arguments.string("GROUP") != nil {
                return .success(groups.map { LagTable.group($0) }.joined(separator: "\n"))
            }
            return .success(LagTable.groups(groups))
        } catch {
            return .failure(error)
        }
    }

    /// The group in all clusters that have it.
    private static func found(
        _ name: String, in clusters: [String], _ source: LagSource
    ) throws(LagSource.Failure) -> [JSONTree] {
        var groups: [JSONTree] = []
        var refusal = LagSource.Failure.unknown("no cluster is watched")
        for cluster in clusters {
            do throws(LagSource.Failure) {
                groups.append(try source.group(name, of: cluster))
            } catch {
                if case .failed = error { throw error }
                refusal = error
            }
        }
        guard !groups.isEmpty else { throw refusal }
        return groups
    }

    private static func json(_ groups: [JSONTree]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(groups) else { return "[]\n" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private static func tell(_ failure: LagSource.Failure) -> ExitCode {
        switch failure {
        case .unknown(let reason):
            Console.error.write("sluice lag: \(reason)\n")
            return .failed
        case .catchingUp(let reason):
            Console.error.write("sluice lag: \(reason)\n")
            return .temporaryFailure
        case .failed(let reason):
            Console.error.write("sluice lag: \(reason)\n")
            return .unavailable
        }
    }
}

/// Set once, by a signal.
final class StopFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
}

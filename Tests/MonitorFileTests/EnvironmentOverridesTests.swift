// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import MonitorFile
import Testing
import Topology

struct EnvironmentOverridesTests {
    static let file = "clusters: {local: {brokers: B}, eu-1: {brokers: E, options: {log_level: 3}}}\nlisten: ':1'\n"

    private func load(_ environment: [String: String], files: [String: String] = [:]) -> LoadedMonitor {
        Loading.monitor(Self.file, environment: environment, files: files)
    }

    @Test func variablesCountInPlaceOfTheFile() throws {
        let loaded = load([
            "SLUICE_MONITOR_LISTEN": "127.0.0.1:9", "SLUICE_MONITOR_CLUSTERS_LOCAL_BROKERS": "x:1,y:2",
            "SLUICE_MONITOR_CLUSTERS_EU_1_INTERVALS": "12", "SLUICE_MONITOR_CLUSTERS_LOCAL_START": "latest",
            "SLUICE_MONITOR_CLUSTERS_LOCAL_BACKFILL": "true", "SLUICE_MONITOR_CLUSTERS_LOCAL_OFFSET_REFRESH": "3s",
            "SLUICE_MONITOR_EVALUATION_MINIMUM_COMPLETE": "0.25", "SLUICE_MONITOR_EVALUATION_ALLOWED_LAG": "5",
            "SLUICE_MONITOR_TOKENS_READ": "a, b,c", "SLUICE_MONITOR_TOKENS_ADMIN": "[d, \"e,f\"]",
            "SLUICE_MONITOR_METRICS": "burrow,kminion", "SLUICE_MONITOR_STATE_DIRECTORY": "007",
            "SLUICE_MONITOR_CLUSTERS_LOCAL_ALLOW": "[a-z]+", "SLUICE_MONITOR_TLS_KEY": "k",
            "SLUICE_MONITOR_CLUSTERS_LOCAL_ISOLATION": "{'^a': read_uncommitted}",
            "SLUICE_MONITOR_TLS_CERTIFICATE": "c",
            "OTHER": "ignored", "SLUICE_MONITORED": "not of this prefix",
        ])
        #expect(loaded.report.text() == "")
        let plan = try #require(loaded.plan)
        let local = plan.clusters[0]
        #expect(plan.server.port == 9 && local.brokers == "x:1,y:2" && plan.clusters[1].intervals == 12)
        #expect(local.startsLatest && local.backfillsEarliest && local.offsetRefresh == .seconds(3))
        #expect(plan.evaluation.minimumComplete == 0.25 && plan.evaluation.allowedLag == 5)
        #expect(plan.server.tokens.map(\.secret) == ["a", "b", "c", "d", "e,f"])
        #expect(plan.server.personalities == [.burrow, .kminion] && plan.stateDirectory == "007")
        #expect(local.allowedGroups == "[a-z]+" && plan.server.tls?.key == "k")
        #expect(local.isolation.map(\.pattern) == ["^a"] && local.isolation.map(\.isolation) == [.readUncommitted])
    }

    @Test func propertiesOfTheClientAreSetOneByOne() throws {
        let loaded = load(
            [
                "SLUICE_MONITOR_CLUSTERS_EU_1_OPTIONS_SASL_PASSWORD": "${file:pw}",
                "SLUICE_MONITOR_CLUSTERS_EU_1_OPTIONS_LOG_LEVEL": "6",
                "SLUICE_MONITOR_CLUSTERS_LOCAL_OPTIONS": "{security.protocol: SSL}",
            ], files: ["pw": "secret\n"])
        #expect(loaded.report.text() == "")
        let clusters = try #require(loaded.plan).clusters
        #expect(clusters[0].options.map { "\($0.name)=\($0.value)" } == ["security.protocol=SSL"])
        #expect(clusters[1].options.map { "\($0.name)=\($0.value)" } == ["log_level=6", "sasl.password=secret"])
    }

    @Test func aClusterMayHaveItsBrokersFromTheEnvironmentAlone() throws {
        let variables = ["SLUICE_MONITOR_CLUSTERS_LOCAL_BROKERS": "x:1"]
        for text in ["clusters: {local: {}}", "clusters: {local: }", "clusters:\n  local:\n"] {
            #expect(try #require(Loading.monitor(text, environment: variables).plan).clusters[0].brokers == "x:1")
        }
    }

    @Test func anEmptyVariableCountsAsAbsent() throws {
        let plan = try #require(load(["SLUICE_MONITOR_LISTEN": "", "SLUICE_MONITOR_NONSENSE": ""]).plan)
        #expect(plan.server.port == 1)
    }

    /// One variable that is wrong, and what is said of it.
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let value: String
        let finding: String
        var hint: String?
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(
            name: "LISTNE", value: "x", finding: "1:1: no option has this variable",
            hint: "did you mean 'SLUICE_MONITOR_LISTEN'?"),
        Case(
            name: "CLUSTERS_OTHER_BROKERS", value: "x", finding: "1:1: no option has this variable",
            hint: "clusters of the file: local, eu-1"),
        Case(
            name: "CLUSTERS", value: "{}", finding: "1:1: no option has this variable",
            hint: "clusters of the file: local, eu-1"),
        Case(
            name: "TLS", value: "{}", finding: "1:1: no option has this variable",
            hint: "set SLUICE_MONITOR_TLS_CERTIFICATE, SLUICE_MONITOR_TLS_KEY"),
        Case(
            name: "CLUSTERS_LOCAL_INTERVALS", value: "ten",
            finding: "1:1: 'intervals' must be a whole number from 1 to 1000, found 'ten'"),
        Case(
            name: "CLUSTERS_LOCAL_ALLOW", value: "ok, a(",
            finding: "1:6: 'a(' is no regular expression: missing closing parenthesis"),
        Case(
            name: "CLUSTERS_EU_1_ISOLATION", value: "{'(': read_committed}",
            finding: "1:3: '(' is no regular expression: missing closing parenthesis"),
        Case(
            name: "CLUSTERS_LOCAL_ISOLATION", value: "{",
            finding:
                "1:1: the value is no mapping: while parsing a flow node: did not find expected node content"),
        Case(
            name: "METRICS", value: "burrow,burow",
            finding:
                "1:8: 'metrics' must be one of 'burrow', 'kafka_exporter', 'kafka_lag_exporter', "
                + "'kminion', found 'burow'"
        ),
        Case(
            name: "CLUSTERS_LOCAL_OPTIONS_GROUP_ID", value: "g",
            finding:
                "1:1: option 'group.id' cannot be set: the monitor is in no group"),
        Case(name: "LISTEN", value: "${NOTHING}", finding: "1:1: variable 'NOTHING' is not set"),
    ])
    func wrongVariablesAreToldByTheirNames(testCase: Case) {
        let name = "SLUICE_MONITOR_" + testCase.name
        let loaded = load([name: testCase.value])
        #expect(loaded.plan == nil)
        #expect(Loading.places(loaded) == ["\(name):\(testCase.finding)"], "\(loaded.report.text())")
        if let hint = testCase.hint { #expect(loaded.diagnostics.first?.hint == hint) }
    }

    @Test func twoClustersWithOneVariableAreTold() {
        let text = "clusters: {a-b: {brokers: x}, a_b: {brokers: y}}"
        #expect(Loading.monitor(text).plan != nil)
        let loaded = Loading.monitor(text, environment: ["SLUICE_MONITOR_CLUSTERS_A_B_BROKERS": "z"])
        #expect(loaded.diagnostics.map(\.message) == ["the variable stands for several options"])
        #expect(loaded.diagnostics.first?.hint == "'clusters.a-b.brokers', 'clusters.a_b.brokers'")
    }

    @Test func valuesThatMayBeSecretsAreNotShown() {
        let loaded = load([
            "SLUICE_MONITOR_TOKEN": "hunter2", "SLUICE_MONITOR_TOKENS_READ": "hunter2 x",
            "SLUICE_MONITOR_CLUSTERS_LOCAL_OPTIONS": "{sasl.password: 'hunter2",
            "SLUICE_MONITOR_CLUSTERS_EU_1_OPTIONS_SASL_PASSWORD": "${NOTHING}",
        ])
        #expect(loaded.report.errorCount == 4)
        let text = loaded.report.text()
        #expect(!text.contains("hunter2"), "\(text)")
    }

    @Test func everyOptionHasAVariable() {
        let page = MonitorReferencePage.text
        func names(_ specs: [OptionSpec], _ path: String) -> [String] {
            specs.flatMap { spec -> [String] in
                if case .table(let nested) = spec.type { return names(nested, "\(path)\(spec.name)_") }
                return ["SLUICE_MONITOR_\(path)\(spec.name)".uppercased()]
            }
        }
        let all =
            names(MonitorKeys.root.filter { $0.name != "clusters" }, "") + names(MonitorKeys.cluster, "clusters_local_")
        for name in all {
            #expect(page.contains("| `\(name)` |"), "\(name)")
            // A line break is no value of any option: the finding proves that the variable is read.
            let loaded = load([name: "\u{1}\n{"])
            #expect(!loaded.diagnostics.contains { $0.message == "no option has this variable" }, "\(name)")
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import MonitorFile
import Testing
import Topology

struct BurrowFaultTests {
    /// One fault, and where and how it is told.
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let finding: String
        var environment: [String: String] = [:]
        var testDescription: String { finding }
    }

    static let cluster = "[cluster.c]\nservers=['b']\n"

    static let cases: [Case] = [
        Case(text: "", finding: "burrow.toml:1:1: the file has no cluster"),
        Case(
            text: "[cluster]\nservers=['b']",
            finding: "burrow.toml:2:1: 'cluster.servers' must be a table, found a list"),
        Case(text: "[cluster.c]", finding: "burrow.toml:1:10: 'cluster.c' needs 'servers'"),
        Case(text: "[cluster.c]\nservers=[]", finding: "burrow.toml:1:10: 'cluster.c' needs 'servers'"),
        Case(
            text: "[cluster.c]\nservers=[1]",
            finding: "burrow.toml:2:9: 'cluster.c.servers' must be a list of texts, found a list"),
        Case(
            text: "[cluster.'a b']\nservers=['b']", finding: "burrow.toml:1:10: 'a b' cannot be the name of a cluster"),
        Case(
            text: cluster + "class-name='zk'",
            finding: "burrow.toml:3:12: 'cluster.c.class-name' must be 'kafka', found 'zk'"),
        Case(
            text: cluster + "offset-refresh='10s'",
            finding:
                "burrow.toml:3:16: 'cluster.c.offset-refresh' must be a whole number from 1 to 315360000, found '10s'"),
        Case(text: cluster + "client-profile='x'", finding: "burrow.toml:3:16: no 'client-profile' is called 'x'"),
        Case(
            text: cluster + "client-profile='p'\n[client-profile.p]\ntls='x'",
            finding: "burrow.toml:5:5: no 'tls' is called 'x'"),
        Case(
            text: cluster + "client-profile='p'\n[client-profile.p]\nsasl='x'\n[sasl.x]\npassword='p'",
            finding: "burrow.toml:6:7: 'sasl.x' needs 'username'"),
        Case(
            text: cluster + "client-profile='p'\n[client-profile.p]\niam='x'",
            finding:
                "burrow.toml:5:1: 'client-profile.p.iam': logging in by AWS IAM is not "
                + "supported; use SASL/SCRAM or client certificates"
        ),
        Case(
            text: cluster
                + "client-profile='p'\n[client-profile.p]\nsasl='x'\n"
                + "[sasl.x]\nusername='u'\npassword='p'\nmechanism='GSSAPI'",
            finding:
                "burrow.toml:9:11: 'sasl.x.mechanism' must be PLAIN or SCRAM-SHA-256 or SCRAM-SHA-512, found 'GSSAPI'"),
        Case(text: cluster + "[consumer.x]\ncluster='d'", finding: "burrow.toml:4:9: no cluster is called 'd'"),
        Case(
            text: cluster + "[consumer.x]\nclass-name='kafka'",
            finding: "burrow.toml:3:11: 'consumer.x' needs 'cluster'"),
        Case(
            text: cluster + "[consumer.x]\ncluster='c'\ngroup-denylist='('",
            finding:
                "burrow.toml:5:16: 'consumer.x.group-denylist' is no regular expression: missing "
                + "closing parenthesis at byte 1"
        ),
        Case(
            text: cluster + "[consumer.x]\ncluster='c'\nstart-latest='maybe'",
            finding: "burrow.toml:5:14: 'consumer.x.start-latest' must be true or false, found 'maybe'"),
        Case(
            text: cluster + "[storage.x]\ngroup-denylist='a'\ngroup-blacklist='b'",
            finding: "burrow.toml:5:1: 'storage.x' has both 'group-denylist' and 'group-blacklist'"),
        Case(
            text: cluster + "[storage.x]\nintervals=0",
            finding: "burrow.toml:4:11: 'storage.x.intervals' must be a whole number from 1 to 1000, found 0"),
        Case(
            text: cluster + "[evaluator.x]\nminimum-complete=1.5",
            finding: "burrow.toml:4:18: 'evaluator.x.minimum-complete' must be a number from 0.0 to 1.0, found a number"
        ),
        Case(
            text: cluster + "[httpserver.x]\naddress='8000'",
            finding: "burrow.toml:4:9: 'httpserver.x.address' must be an address with a port, found '8000'"),
        Case(
            text: cluster + "[httpserver.x]\naddress=':1'\ntls='t'\n[tls.t]\ncafile='c'",
            finding: "burrow.toml:6:6: 'tls.t' needs 'certfile' and 'keyfile' to serve HTTPS"),
        Case(text: "general=1\n" + cluster, finding: "burrow.toml:1:9: 'general' must be a table, found a number"),
        Case(
            text: cluster,
            finding:
                "BURROW_CLUSTER_C_TOPIC_REFRESH:1:1: 'cluster.c.topic-refresh' must be a whole "
                + "number from 1 to 315360000, found 'x'",
            environment: ["BURROW_CLUSTER_C_TOPIC_REFRESH": "x"]),
    ]

    @Test(arguments: cases)
    func everyFaultIsToldAtItsPlace(testCase: Case) {
        let loaded = Loading.burrow(testCase.text, environment: testCase.environment)
        #expect(loaded.plan == nil)
        #expect(Loading.places(loaded).contains(testCase.finding), "\(loaded.report.text())")
    }

    @Test(
        arguments: [
            ("[evaluatr.x]", "'evaluatr' is ignored: Burrow has no such section", "did you mean 'evaluator'?"),
            (
                "[storage.x]\ninterval=5", "'storage.x.interval' is ignored: Burrow has no such option",
                "did you mean 'intervals'?"
            ),
            ("[storage.a]\nintervals=5\n[storage.b]", "'storage.b' is ignored: 'storage.a' is used", nil),
            (
                "[consumer.a]\ncluster='c'\n[consumer.b]\ncluster='c'",
                "'consumer.b' is ignored: 'consumer.a' reads the offsets of 'c'", nil
            ),
            (
                "[consumer.a]\ncluster='c'\nservers=['other']",
                "'consumer.a.servers' is ignored: that of 'cluster.c' is used", nil
            ),
            ("", "no 'httpserver.NAME.address': it listens on 127.0.0.1:8000", nil),
        ] as [(String, String, String?)])
    func whatMayNotBeMeantIsAWarning(text: String, message: String, hint: String?) throws {
        let loaded = Loading.burrow(Self.cluster + text)
        #expect(loaded.plan != nil)
        let warning = try #require(loaded.diagnostics.first { $0.message == message }, "\(loaded.report.text())")
        #expect(warning.severity == .warning && (hint == nil || warning.hint == hint))
    }

    @Test func passwordsAreShownNowhere() {
        let texts = [
            Self.cluster
                + "client-profile='p'\n[client-profile.p]\nsasl='x'\n[sasl.x]\nusername='u'\npassword=['hunter2']",
            "[sasl.x]\npassword=\"hunter2", "[sasl.x]\npassword='hunter2' x",
            "[sasl.x]\npasswordd='hunter2'\n[cluster]",
        ]
        for text in texts {
            let report = Loading.burrow(text).report
            #expect(
                report.hasErrors && !report.text().contains("hunter2") && !report.json().contains("hunter2"),
                "\(report.text())")
        }
    }
}

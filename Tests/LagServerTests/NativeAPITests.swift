// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor
import Platform
import Testing

@testable import LagServer

struct NativeAPITests {
    /// What API v1 is to conform to, checked by programs of others where they are there.
    private static let validator = "openapi-spec-validator"

    @Test func groupTellsEverything() {
        let text = Desk().text("/v1/clusters/c/groups/g")
        let head =
            #"{"cluster":"c","group":"g","status":"ERR","total_lag":7,"partition_count":2,"complete":0,"#
            + #""worst":{"topic":"t","partition":0,"lag":7},"time_lag_ms":460500,"time_lag_at_least":false,"#
            + #""velocity":2.5,"catch_up_ms":null,"#
            + #""lost_records":3,"phantom_lag":1,"evaluated_at_ms":1700000000000,"state":"ready","#
            + #""membership":{"state":"Stable","protocol_type":"consumer","members":2,"coordinator":1},"#
        #expect(text.hasPrefix(head))
        #expect(
            text.contains(#""status":"STALL","lag":7,"complete":0.6666667,"owner":"/10.0.0.1","client_id":"app-1","#))
        #expect(
            text.contains(
                #""time_lag_ms":460500,"time_lag_at_least":false,"time_lag_error_ms":null,"#
                    + #""time_lag_method":"history","velocity":2.5,"catch_up_ms":null,"#
                    + #""retention_margin":40,"data_loss_ms":9000,"lost_records":3,"phantom_lag":1,"#))
        #expect(
            text.contains(
                #""trace":[{"rule":"current_lag_zero","holds":false,"inputs":{"current_lag":7}},"#
                    + #"{"rule":"stalled","holds":true,"inputs":{"offset":2}}]"#))
    }

    @Test func nameWithSlashAndSpaceIsFoundEscaped() {
        let desk = Desk()
        let raw = "/v1/clusters/c/groups/a%2Fb%20%3Cc%3E%22%5C%20%C3%A4"
        let answer = desk.ask(.get, "/v1/clusters/c/groups/a/b <c>\"\\ ä", raw: raw)
        #expect(answer.status == .ok)
        #expect(answer.text.contains(#""group":"a/b \u003cc\u003e\"\\ ä","status":"OK""#))
        #expect(desk.ask(.get, "/v1/clusters/c/groups/a/b").status == .notFound)
    }

    struct Page: Sendable, CustomTestStringConvertible {
        let query: [(String, String)]
        let names: [String]
        let matching: Int
        let token: String?
        var testDescription: String { "\(query)" }
    }

    @Test(arguments: [
        Page(query: [], names: ["a/b \\u003cc\\u003e\\\"\\\\ ä", "g", "h"], matching: 3, token: nil),
        Page(query: [("status", "ERR,STOP")], names: ["g"], matching: 1, token: nil),
        Page(query: [("status", "UNKNOWN")], names: [], matching: 0, token: nil),
        Page(query: [("prefix", "h")], names: ["h"], matching: 1, token: nil),
        Page(
            query: [("limit", "2"), ("prefix", "")], names: ["a/b \\u003cc\\u003e\\\"\\\\ ä", "g"], matching: 3,
            token: "g"),
        Page(query: [("limit", "2"), ("page_token", "g")], names: ["h"], matching: 3, token: nil),
        // A token whose group has gone goes on behind where it was.
        Page(query: [("limit", "1"), ("page_token", "ga")], names: ["h"], matching: 3, token: nil),
        Page(query: [("page_token", "z")], names: [], matching: 3, token: nil),
    ])
    func groupsComeInPages(_ page: Page) {
        let text = Desk().text("/v1/clusters/c/groups", query: page.query)
        let names = text.matches(of: /"group":"((?:[^"\\]|\\.)*)"/).map { String($0.1) }
        #expect(names == page.names)
        #expect(text.contains(#""matching":\#(page.matching),"#))
        #expect(text.hasSuffix(#""next_page_token":\#(page.token.map { "\"\($0)\"" } ?? "null")}"# + "\n"))
    }

    @Test(arguments: [
        ("status", "DEAD", "'DEAD' is no status; there are OK, WARN"),
        ("limit", "0", "'limit' is a number from 1 to 10000"),
        ("limit", "10001", "'limit'"), ("limit", "ten", "'limit'"), ("limit", "99999999999999999999", "'limit'"),
    ])
    func badParameterIsNamed(name: String, value: String, message: String) {
        let answer = Desk().ask(.get, "/v1/clusters/c/groups", query: [(name, value)])
        #expect(answer.status == .badRequest)
        #expect(answer.text.hasPrefix(#"{"error":{"code":"bad_request","message":"\#(message)"#))
    }

    @Test(arguments: [
        ("/v1/clusters/x", "there is no cluster 'x'"), ("/v1/clusters/x/topics", "there is no cluster 'x'"),
        ("/v1/clusters/x/topics/t", "there is no cluster 'x'"), ("/v1/clusters/c/topics/x", "there is no topic 'x'"),
        ("/v1/clusters/x/groups", "there is no cluster 'x'"), ("/v1/clusters/x/groups/g", "there is no cluster 'x'"),
        ("/v1/clusters/c/groups/x", "there is no group 'x'"),
        ("/v1/nothing", "nothing is at this path; see /v1/openapi.json"),
    ])
    func missingThingsAreNamed(path: String, message: String) {
        let answer = Desk().ask(.get, path)
        #expect(answer.status == .notFound)
        #expect(answer.text == #"{"error":{"code":"not_found","message":"\#(message)"}}"# + "\n")
    }

    @Test func statesOverrideWhatTheRulesFound() {
        let cluster = Samples.cluster()
        let desk = Desk([cluster])
        cluster.contents.withLock { $0.state = .catchingUp(left: 9) }
        let early = desk.text("/v1/clusters/c/groups/g")
        #expect(early.contains(#""group":"g","status":"catching_up""#) && early.contains(#""state":"catching_up""#))
        #expect(desk.text("/v1/clusters/c/groups/x").contains(#""code":"catching_up""#))
        #expect(desk.text("/v1/clusters/c").contains(#""state":"catching_up","reason":null,"records_left":9"#))
        #expect(desk.ask(.get, "/ready").text == "{\"ready\":false,\"waiting_for\":[\"c\"]}\n")
        #expect(desk.ask(.get, "/ready").status == .unavailable)
        cluster.contents.withLock { $0.state = .blind("no samples for 31 s") }
        #expect(desk.text("/v1/clusters/c/groups/g").contains(#""group":"g","status":"UNKNOWN""#))
        #expect(desk.text("/v1/clusters/c/groups", query: [("status", "UNKNOWN")]).contains(#""matching":3"#))
        #expect(desk.text("/v1/clusters").contains(#""state":"blind","reason":"no samples for 31 s""#))
        #expect(desk.text("/health").hasPrefix(#"{"status":"DEGRADED","clusters":[{"name":"c","state":"blind""#))
        #expect(desk.ask(.get, "/health").status == .ok)
        cluster.contents.withLock { $0.state = .ready }
        #expect(desk.text("/ready") == "{\"ready\":true,\"waiting_for\":[]}\n")
        #expect(desk.text("/health").hasPrefix(#"{"status":"OKAY""#))
    }

    @Test func removalTellsWhetherAnythingWasThere() {
        let cluster = Samples.cluster()
        let desk = Desk([cluster])
        #expect(desk.ask(.delete, "/v1/clusters/c/groups/g/topics/t").text == "{\"removed\":true}\n")
        #expect(desk.ask(.delete, "/v1/clusters/c/groups/g").text == "{\"removed\":true}\n")
        #expect(desk.ask(.delete, "/v1/clusters/c/groups/g").status == .notFound)
        #expect(desk.ask(.delete, "/v1/clusters/x/groups/g").status == .notFound)
        #expect(desk.ask(.post, "/v1/clusters/c/groups/g").header("Allow") == "DELETE, GET, HEAD")
        #expect(desk.ask(.head, "/v1/clusters").status == .ok)
    }

    @Test func sumsSaturateAndKnowWhatIsUnknown() {
        var first = PartitionProgress(lostRecords: .max)
        first.catchUpMs = 5
        first.velocity = -2
        var second = first
        second.catchUpMs = 9
        let sums = GroupSums(
            Samples.report("g", [Samples.stalled(progress: first), Samples.stalled("t", 1, progress: second)]))
        #expect(sums.lostRecords == .max && sums.catchUpMs == 9 && sums.velocity == -4 && sums.timeLagMs == nil)
        second.catchUpMs = nil
        let never = Samples.report("g", [Samples.stalled(progress: first), Samples.stalled("t", 1, progress: second)])
        #expect(GroupSums(never).catchUpMs == nil)
        #expect(GroupSums(Samples.report("g", [])).catchUpMs == nil)
    }

    @Test(.enabled(if: SystemTool.has(validator), "needs openapi-spec-validator (scripts/setup --test)"))
    func documentIsValidOpenAPI() {
        let document = Desk().text("/v1/openapi.json")
        let (output, status) = SystemTool.run("openapi-spec-validator -", input: document)
        #expect(status == 0, "\(output)")
    }

    @Test(.enabled(if: SystemTool.has(validator), "needs jsonschema (scripts/setup --test)"))
    func answersConformToTheirSchemas() {
        let cluster = Samples.cluster()
        let desk = Desk([cluster])
        var lines = [desk.text("/v1/openapi.json")]
        func add(_ schema: String, _ answer: HTTPResponse) {
            lines.append("{\"s\":\"\(schema)\",\"a\":\(answer.text.dropLast())}\n")
        }
        for state in [CollectorState.ready, .blind("x"), .catchingUp(left: 1), .connecting, .waitingForOffsetsTopic] {
            cluster.contents.withLock { $0.state = state }
            add("Clusters", desk.ask(.get, "/v1/clusters"))
            add("Cluster", desk.ask(.get, "/v1/clusters/c"))
            add("Topics", desk.ask(.get, "/v1/clusters/c/topics"))
            add("Topic", desk.ask(.get, "/v1/clusters/c/topics/t"))
            add("Topic", desk.ask(.get, "/v1/clusters/c/topics/unsampled"))
            add("Groups", desk.ask(.get, "/v1/clusters/c/groups"))
            add("Groups", desk.ask(.get, "/v1/clusters/c/groups", query: [("limit", "1")]))
            add("Group", desk.ask(.get, "/v1/clusters/c/groups/g"))
            add("Group", desk.ask(.get, "/v1/clusters/c/groups/h"))
            add("Error", desk.ask(.get, "/v1/clusters/c/groups/x"))
        }
        add("Error", desk.ask(.get, "/v1/clusters/x"))
        add("Error", desk.ask(.delete, "/v1/clusters/c/groups/g", peer: Samples.stranger))
        add("Removed", desk.ask(.delete, "/v1/clusters/c/groups/g"))
        // The document first, then an answer per line. A wrong answer at the end shows that the schemas refuse some.
        let script = """
            import json, sys
            from jsonschema import Draft202012Validator
            document, *answers = [json.loads(line) for line in sys.stdin]
            def findings(one):
                schema = {"$ref": "#/components/schemas/" + one["s"], "components": document["components"]}
                return [error.message for error in Draft202012Validator(schema).iter_errors(one["a"])]
            for one in answers:
                for message in findings(one): print(one["s"], message)
            assert findings({"s": "Removed", "a": {"removed": True, "more": 1}})
            print(len(answers), "answers")
            """
        let (output, _) = SystemTool.run(
            "\"$(dirname \"$(command -v \(Self.validator))\")/python\" -c '\(script)'", input: lines.joined())
        #expect(output == "\(lines.count - 1) answers\n")
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import KafkaClient
import Platform
import SluiceTesting
import Testing

@Suite(.timeLimit(.minutes(5)), .enabled(if: SluiceProcess.program != nil, "\(SluiceProcess.skipMessage)"))
struct MonitorCommandTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func run(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> SluiceProcess.Outcome {
        try await SluiceProcess(arguments, in: directory.path, environment: environment).end()
    }

    private func file(_ name: String, _ text: String) throws -> String {
        let path = "\(directory.path)/\(name)"
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
        return path
    }

    // MARK: - monitor check

    @Test func aGoodFileIsCalledGoodWithWhatItWatches() async throws {
        let path = try file("monitor.yaml", "clusters: {local: {brokers: 'kafka:9092', deny: ['^test']}}\n")
        let outcome = try await run(
            ["monitor", "check", path], environment: ["SLUICE_MONITOR_LISTEN": "127.0.0.1:9001"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        for text in ["local", "kafka:9092", "not /^test/", "http://127.0.0.1:9001", "good"] {
            #expect(outcome.output.contains(text), "\(outcome.output)")
        }
    }

    @Test func everyErrorOfAFileIsToldWithItsPlace() async throws {
        let path = try file("monitor.yaml", "clusters: {local: {borkers: x}}\nlisten: 5\n")
        for arguments in [["monitor", "check", path], ["monitor", path], ["lag", "--config", path]] {
            let outcome = try await run(arguments)
            #expect(outcome.status == 78 && outcome.output.isEmpty)
            for text in [
                "\(path):1:20: error: unknown key 'borkers'", "\(path):2:9: error:", "2:9", "did you mean 'brokers'",
            ] {
                #expect(outcome.errors.contains(text), "\(outcome.errors)")
            }
        }
        let wrong = try await run(["monitor", "check", path, "--format", "json"])
        #expect(wrong.status == 78 && wrong.output.contains("\"line\" : 2"), "\(wrong.output)")
    }

    @Test func burrowsConfigurationIsReadWithNotes() async throws {
        _ = try file("burrow.toml", "[zookeeper]\nservers=['z:1']\n[cluster.a]\nservers=['k:1']\n")
        let outcome = try await run(["monitor", "check", "--burrow-config", directory.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("'zookeeper' is ignored: no ZooKeeper is needed"), "\(outcome.output)")
        #expect(outcome.output.contains("k:1") && outcome.output.contains("burrow"))
    }

    @Test(arguments: [
        ["monitor"], ["monitor", "check"], ["monitor", "x", "--burrow-config", "y"],
        ["monitor", "check", "x", "--burrow-config", "y"], ["lag", "--brokers", "x", "--url", "y"],
        ["lag", "--rules", "burrow"],
    ])
    func whatDoesNotFitTogetherIsAMistakeOfUsage(_ arguments: [String]) async throws {
        let outcome = try await run(arguments)
        #expect(outcome.status == 64 && outcome.output.isEmpty && !outcome.errors.isEmpty)
    }

    @Test(arguments: [["monitor"], ["monitor", "check"], ["lag"]])
    func everyCommandHelpsWithExamples(_ path: [String]) async throws {
        let outcome = try await run(path + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("sluice \(path.joined(separator: " ")) [OPTIONS]"), "\(outcome.output)")
        #expect(outcome.output.contains("Examples"))
    }

    @Test func brokersThatDoNotAnswerAreNamed() async throws {
        let outcome = try await run(["lag", "--brokers", "127.0.0.1:1", "--timeout", "200ms"])
        #expect(outcome.status == 69 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("no broker of '127.0.0.1:1' has answered in 200 ms"), "\(outcome.errors)")
    }

    @Test func aMissingCertificateIsAMistakeOfTheFile() async throws {
        let path = try file(
            "tls.yaml", "clusters: {local: {brokers: '127.0.0.1:1'}}\ntls: {certificate: /none.pem, key: /none.key}\n")
        let outcome = try await run(["monitor", path, "--listen", "0.0.0.0:0"])
        #expect(outcome.status == 78 && outcome.errors.contains("/none.pem"), "\(outcome.errors)")
        #expect(outcome.errors.contains("everybody who reaches '0.0.0.0' may read"), "\(outcome.errors)")
    }

    // MARK: - With a cluster

    /// A cluster with a topic of ten records and a group that has read four; its coordinator answers for named groups.
    private struct Scene {
        let cluster: MockCluster
        let path: String
    }

    private func scene() async throws -> Scene {
        let cluster = try MockCluster()
        try cluster.createTopic("data", partitions: 1)
        let producer = try Producer(ProducerConfiguration(brokers: cluster.bootstrap))
        let topic = try producer.topic("data")
        let payload: [UInt8] = [1]
        for _ in 0..<10 { _ = try producer.send(to: topic, partition: 0, payload: payload.span.bytes) }
        #expect(producer.flush(within: .seconds(30)))
        let brokers = cluster.bootstrap
        let isDone = await onOwnThread { () -> Bool in
            guard let consumer = try? Consumer(ConsumerConfiguration(brokers: brokers, group: "g")) else {
                return false
            }
            defer { consumer.abandon() }
            let place = TopicPartition(topic: "data", partition: 0)
            _ = consumer.commit([CommitRequest(partition: place, offset: 4, metadata: "")])
            for _ in 0..<1000 {
                _ = consumer.poll(upTo: 1, waiting: .milliseconds(50)) { false }
                if let result = consumer.takeCommitResults().first { return result.outcome == .done }
            }
            return false
        }
        #expect(isDone)
        let text = """
            clusters: {mock: {brokers: "\(brokers)", collector: admin, groups: [g, nobody], offset_refresh: 200ms}}
            """
        return Scene(cluster: cluster, path: try file("mock.yaml", text + "\n"))
    }

    private struct Group: Decodable {
        struct Partition: Decodable {
            struct Step: Decodable { let rule: String }
            let topic: String
            let lag: Int64
            let trace: [Step]
        }
        let cluster: String
        let group: String
        let status: String
        let total_lag: Int64
        let partitions: [Partition]?
    }

    private func groups(_ outcome: SluiceProcess.Outcome) throws -> [Group] {
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try JSONDecoder().decode([Group].self, from: Data(outcome.output.utf8))
    }

    @Test func lagIsShownWithoutARunningMonitor() async throws {
        let scene = try await scene()
        let all = try groups(try await run(["lag", "--config", scene.path, "--json"]))
        #expect(all.map(\.group) == ["g"] && all.first?.total_lag == 6 && all.first?.cluster == "mock")
        let one = try groups(try await run(["lag", "g", "--config", scene.path, "--json", "--rules", "burrow"]))
        #expect(one.first?.partitions?.map(\.lag) == [6])
        #expect(one.first?.partitions?.first?.trace.isEmpty == false)
        let table = try await run(["lag", "g", "--config", scene.path])
        #expect(table.status == 0 && table.output.contains("data/0") && table.output.contains("current_lag_zero no"))
        let unknown = try await run(["lag", "other", "--config", scene.path])
        #expect(unknown.status == 1 && unknown.errors.contains("there is no group 'other'"), "\(unknown.errors)")
        withExtendedLifetime(scene) {}
    }

    @Test func aRunningMonitorAnswersAndEndsInOrder() async throws {
        let scene = try await scene()
        let streams = try TemporaryDirectory()
        let monitor = try SluiceProcess(
            ["monitor", scene.path, "--listen", "127.0.0.1:0", "--log-format", "json"], in: streams.path)
        try await monitor.untilItSays("\"url\":\"http://")
        let address = try #require(monitor.errors.firstMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+/))
        let url = String(address.0)
        var outcome = try await run(["lag", "g", "--url", url, "--json"])
        let end = ContinuousClock.now + .seconds(60)
        while outcome.status != 0, ContinuousClock.now < end {
            // 75: not read yet.
            #expect(outcome.status == 75 || outcome.status == 1, "\(outcome.errors)")
            outcome = try await run(["lag", "g", "--url", url, "--json"])
        }
        #expect(try groups(outcome).first?.total_lag == 6)
        #expect(try groups(try await run(["lag", "--url", url, "--json", "--cluster", "mock"])).map(\.group) == ["g"])
        #expect(try await run(["lag", "other", "--url", url]).status == 1)
        #expect(try await run(["lag", "--url", url, "--cluster", "none"]).status == 1)
        monitor.signal(SIGTERM)
        let ended = try await monitor.end(within: .seconds(30))
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(try await run(["lag", "--url", url]).status == 69)
        withExtendedLifetime(scene) {}
    }

    @Test func aPortThatIsTakenIsTold() async throws {
        let scene = try await scene()
        let streams = try TemporaryDirectory()
        let first = try SluiceProcess(["monitor", scene.path, "--listen", "127.0.0.1:0"], in: streams.path)
        try await first.untilItSays("url=http://")
        let port = try #require(first.errors.firstMatch(of: /127\.0\.0\.1:([0-9]+)/)).1
        let second = try await run(["monitor", scene.path, "--listen", "127.0.0.1:\(port)"])
        #expect(second.status == 69 && second.errors.contains("the port is taken"), "\(second.errors)")
        first.signal(SIGTERM)
        #expect(try await first.end(within: .seconds(30)).status == 0)
        withExtendedLifetime(scene) {}
    }
}

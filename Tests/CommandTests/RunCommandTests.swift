// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import KafkaClient
import SluiceTesting
import Testing

@Suite(.timeLimit(.minutes(5)), .enabled(if: SluiceProcess.program != nil, "\(SluiceProcess.skipMessage)"))
struct RunCommandTests {
    private let directory: TemporaryDirectory
    private let cluster: MockCluster

    init() throws {
        directory = try TemporaryDirectory()
        cluster = try MockCluster()
        try cluster.createTopic("events", partitions: 1)
    }

    /// A run of the topology that the package has as its example.
    private func start(_ arguments: String..., faultPoint: String = "") throws -> SluiceProcess {
        let package = #filePath.dropLast("Tests/CommandTests/RunCommandTests.swift".count)
        return try SluiceProcess(
            ["run", package + "topologies/app-requests.yaml"] + arguments, in: directory.path,
            environment: [
                "KAFKA_BROKERS": cluster.bootstrap, "TOPIC": "events", "GROUP": "g",
                "ARCHIVE_DIR": directory.path + "/archive", "EPOCH_AGE": "1h", "EPOCH_IDLE": "1h",
                "SLUICE_FAULT": faultPoint,
            ])
    }

    private func produce(_ count: Int) throws {
        let producer = try Producer(ProducerConfiguration(brokers: cluster.bootstrap))
        let topic = try producer.topic("events")
        for number in 0..<count {
            let event = Array(#"{"seq":\#(number),"ts":1719792000000,"status":200,"headers":{}}"#.utf8)
            _ = try producer.send(to: topic, partition: 0, payload: event.span.bytes)
        }
        #expect(producer.flush(within: .seconds(30)))
    }

    private func sealedLines() async throws -> Int {
        let streams = try TemporaryDirectory()
        let outcome = try await SluiceProcess(["archive", "cat", directory.path + "/archive"], in: streams.path).end()
        return outcome.output.split(separator: "\n").count
    }

    @Test func untilTheEndSealsWhatIsThereAndEnds() async throws {
        try produce(100)
        let outcome = try await start("--until-end", "--listen", "127.0.0.1:0").end()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try await sealedLines() == 100)
    }

    @Test func theFirstSIGTERMSealsAndEndsInOrder() async throws {
        try produce(100)
        let process = try start("--listen", "127.0.0.1:0")
        try await process.untilItSays("assigned")
        process.signal(SIGTERM)
        let outcome = try await process.end(within: .seconds(30))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("stopping"))
    }

    @Test func theSecondSIGTERMEndsAtOnce() async throws {
        try produce(100)
        let process = try start("--listen", "127.0.0.1:0")
        try await process.untilItSays("assigned")
        // The coordinator hangs: an orderly end takes as long as it may.
        try cluster.setRoundTrip(.seconds(60))
        process.signal(SIGTERM)
        try await process.untilItSays("stopping")
        let before = ContinuousClock.now
        process.signal(SIGTERM)
        _ = try await process.end(within: .seconds(30))
        #expect(ContinuousClock.now - before < .seconds(4))
        try cluster.setRoundTrip(.zero)
    }

    @Test func aRecordThatKillsItsProcessIsToldAndCanBeSpared() async throws {
        try produce(100)
        let process = try start("--until-end", "--listen", "127.0.0.1:0", faultPoint: "write.file_created")
        #expect(try await process.end().status == -SIGKILL)
        // Two more deaths would each wait for the session of the one before: the mock cluster knows no static members.
        let note = directory.path + "/archive/_pending/g/0/starts.json"
        #expect(system("grep -q '\"starts\":1,' \(note) && sed -i 's/\"starts\":1,/\"starts\":3,/' \(note)") == 0)
        let streams = try TemporaryDirectory()
        let spared = try await SluiceProcess(
            ["quarantine", directory.path + "/archive", "events", "0", "7"], in: streams.path
        ).end()
        #expect(spared.status == 0, "\(spared.errors)")
        let outcome = try await start("--until-end", "--listen", "127.0.0.1:0").end(within: .seconds(100))
        #expect(outcome.status == 0, "\(outcome.errors)")
        let line = outcome.errors.split(separator: "\n").first { $0.contains("died") }
        for part in ["kafka.topic=events", "kafka.partition=0", "kafka.offset=0", "starts=3"] {
            #expect(line?.contains(part) == true, "\(part): \(outcome.errors)")
        }
        #expect(outcome.errors.contains("a record in quarantine went to the dead letters unread"))
        #expect(try await sealedLines() == 99)
        let letters = try await SluiceProcess(["dlq", "ls", directory.path + "/archive"], in: streams.path).end()
        #expect(letters.output.contains("quarantined") && letters.output.contains("events/0@7"), "\(letters.output)")
    }

    @Test func aRunWhoseBrokerIsAbsentStopsAtTheFirstSIGTERM() async throws {
        try cluster.setDown()
        let process = try start("--listen", "127.0.0.1:0")
        try await process.untilItSays("waiting for the broker")
        let before = ContinuousClock.now
        process.signal(SIGTERM)
        #expect(try await process.end(within: .seconds(30)).status == 0)
        #expect(ContinuousClock.now - before < .seconds(4))
    }

    @Test func aTakenPortFailsWhereItWasAskedForAndMovesWhereNot() async throws {
        let taken = try #require(ListeningSocket())
        let refused = try await start("--listen", "127.0.0.1:\(taken.port)").end()
        #expect(refused.status == 69)
        #expect(refused.errors.contains("\(taken.port)"))
        // The default port, taken by this test or by someone else.
        let other = ListeningSocket(port: 8686)
        let outcome = try await start("--until-end").end()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("port 8686 is taken, using "))
        withExtendedLifetime(other) {}
    }
}

/// A socket that listens on the loopback address; any free port where none is named.
private final class ListeningSocket {
    private let descriptor: Int32
    let port: Int

    init?(port: Int = 0) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 1) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        self.port = Int(in_port_t(bigEndian: address.sin_port))
        if !isBound { return nil }
    }

    deinit {
        close(descriptor)
    }
}

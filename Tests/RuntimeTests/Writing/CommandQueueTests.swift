// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Testing

@testable import Runtime
@testable import Sinks

struct CommandQueueTests {
    @Test func commandsComeInTheirOrder() {
        var queue = CommandQueue()
        #expect(queue.isEmpty && !queue.isFirstNew)
        #expect(queue.append([.begin(key(1), Epochs.id(1)), write(1), .listLeftovers]) == 0)
        #expect(queue.isFirstNew)
        #expect(names(&queue) == ["begin 1", "write 1", "listLeftovers"])
        #expect(queue.isEmpty)
    }

    @Test func abandoningRemovesWhatWasStillToBeDoneForTheEpochAndNothingElse() {
        var queue = CommandQueue()
        _ = queue.append([.begin(key(1), Epochs.id(1)), write(1, bytes: 10), write(2, bytes: 20)])
        _ = queue.append([write(1, bytes: 30), .publish(Epochs.id(9), WriterFixture.partition)])
        #expect(queue.append([.abandon(key(1))]) == 40)
        #expect(names(&queue) == ["begin 1", "write 2", "publish", "abandon 1"])
    }

    @Test func aCommandThatIsBeingTriedIsOutOfReach() {
        var queue = CommandQueue()
        _ = queue.append([write(1, bytes: 10), write(2, bytes: 20)])
        let tried = queue.takeFirst()
        #expect(queue.append([.abandon(key(1))]) == 0)
        #expect(tried.map(name) == "write 1")
        #expect(names(&queue) == ["write 2", "abandon 1"])
    }

    @Test func aCommandPutBackIsFirstAndNoLongerNew() throws {
        var queue = CommandQueue()
        _ = queue.append([write(1), write(2)])
        let tried = queue.takeFirst()
        queue.putBack(try #require(tried))
        #expect(!queue.isFirstNew)
        #expect(names(&queue) == ["write 1", "write 2"])
    }

    @Test func abandoningTheCommandThatFailsLetsTheNextOneBeTriedAtOnce() throws {
        var queue = CommandQueue()
        _ = queue.append([write(1), write(2)])
        let tried = queue.takeFirst()
        queue.putBack(try #require(tried))
        _ = queue.append([.abandon(key(1))])
        #expect(queue.isFirstNew)
        #expect(names(&queue) == ["write 2", "abandon 1"])
    }

    @Test func abandoningAnotherEpochLeavesTheFailedCommandWaiting() throws {
        var queue = CommandQueue()
        _ = queue.append([write(1), write(2)])
        let tried = queue.takeFirst()
        queue.putBack(try #require(tried))
        _ = queue.append([.abandon(key(2))])
        #expect(!queue.isFirstNew)
        #expect(names(&queue) == ["write 1", "abandon 2"])
    }

    private func key(_ number: Int) -> EpochKey { EpochKey(rawValue: UInt64(number)) }

    private func write(_ number: Int, bytes: Int = 1) -> WriterCommand {
        let chunk = ByteChunk(capacity: 64)
        for _ in 0..<bytes { chunk.append(10) }
        return .write(
            ChunkDelivery(
                epoch: key(number), output: 0, file: 0, directory: "", chunk: chunk, rows: bytes, eventTimesMs: nil,
                isLast: false))
    }

    private func names(_ queue: inout CommandQueue) -> [String] {
        var names: [String] = []
        while let command = queue.takeFirst() { names.append(name(command)) }
        return names
    }

    private func name(_ command: WriterCommand) -> String {
        switch command {
        case .begin(let key, _): "begin \(key.rawValue)"
        case .write(let delivery): "write \(delivery.epoch.rawValue)"
        case .seal(let key, _): "seal \(key.rawValue)"
        case .sealJump(let key, _): "sealJump \(key.rawValue)"
        case .publish: "publish"
        case .abandon(let key): "abandon \(key.rawValue)"
        case .orphan: "orphan"
        case .settle: "settle"
        case .listLeftovers: "listLeftovers"
        case .beginReading: "beginReading"
        case .endReading: "endReading"
        case .stop: "stop"
        case .testDisk: "testDisk"
        }
    }
}

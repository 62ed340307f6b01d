// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

@testable import Generator

struct EventGeneratorTests {
    private func event(_ format: EventFormat, _ number: Int64, seed: UInt64 = 7) -> [UInt8] {
        var buffer: [UInt8] = []
        EventGenerator(format, seed: seed).write(event: number, into: &buffer)
        return buffer
    }

    @Test(arguments: EventFormat.allCases)
    func eventDependsOnlyOnSeedAndNumber(_ format: EventFormat) {
        let forward = (0..<200).map { event(format, $0) }
        let backward = (0..<200).reversed().map { event(format, $0) }
        #expect(forward == backward.reversed())
        #expect(event(format, 3, seed: 8) != event(format, 3, seed: 9) || format == .combined)
        #expect((0..<200).map { event(format, $0, seed: 8) } != forward)
    }

    @Test(arguments: EventFormat.allCases)
    func eventsAreSingleLines(_ format: EventFormat) {
        for number in 0..<5000 { #expect(!event(format, Int64(number)).contains(10)) }
    }

    private struct Request: Decodable {
        struct User: Decodable {
            let id: String
            let email: String
            let password: String?
        }
        let seq: Int64
        let ts: Int64
        let level: String
        let host: String
        let method: String
        let path: String
        let status: Int
        let latency_ms: Double
        let user: User
        let headers: [String: String]
        let token: String?
    }

    @Test func requestsHaveTheirFieldsAndSecrets() throws {
        var bytes = 0
        var failures = 0
        for number in 0..<2000 as Range<Int64> {
            let event = event(.json, number)
            #expect(event.starts(with: Array("{\"seq\": \(number), \"ts\": ".utf8)))
            let request = try JSONDecoder().decode(Request.self, from: Data(event))
            #expect(request.seq == number)
            #expect(request.ts == 1_700_000_000_000 + number)
            #expect(request.user.email == "u\(number)@example.com")
            #expect((request.user.password != nil) == (number % 20 == 9))
            #expect((request.headers["token"] != nil) == (number % 20 == 15))
            #expect((request.token != nil) == (number % 20 == 3))
            #expect([200, 404, 500].contains(request.status))
            #expect(request.headers["x-txid"]?.count == 32)
            bytes += event.count
            if request.status == 500 { failures += 1 }
        }
        #expect((310...360).contains(bytes / 2000), "\(bytes / 2000) bytes")
        #expect((300...500).contains(failures))
    }

    private struct Order: Decodable {
        struct Item: Decodable { let qty: Int }
        struct User: Decodable {
            let email: String
            let tags: [String]
        }
        struct Address: Decodable { let line: String }
        let seq: Int64
        let items: [Item]
        let user: User
        let address: Address
        let note: String
    }

    @Test func ordersAreNestedAndKorean() throws {
        var bytes = 0
        var korean = false
        for number in 0..<2000 as Range<Int64> {
            let event = event(.rich, number)
            let order = try JSONDecoder().decode(Order.self, from: Data(event))
            #expect(order.seq == number)
            #expect(event.starts(with: Array("{\"seq\":\(number),\"ts\":".utf8)))
            #expect(!order.items.isEmpty)
            #expect(order.address.line.contains("\n"))
            korean = korean || order.note.contains("경비실")
            bytes += event.count
        }
        #expect(korean)
        #expect((540...620).contains(bytes / 2000), "\(bytes / 2000) bytes")
    }

    @Test func accessLinesAreMostlyOrdinary() {
        var ordinary = 0
        for number in 0..<6400 as Range<Int64> {
            let line = event(.combined, number)
            let quotes = line.count { $0 == UInt8(ascii: "\"") }
            let text = String(validating: line, as: UTF8.self)
            if quotes == 6, let text, text.contains("[14/Nov/2023:22:13:"), text.hasSuffix("\"") { ordinary += 1 }
        }
        #expect((6200...6350).contains(ordinary), "\(ordinary)")
    }

    @Test func timesFollowTheStart() {
        var line: [UInt8] = []
        EventGenerator(.combined, seed: 1, startMs: -86_400_001).append(event: 1, to: &line)
        #expect(String(decoding: line, as: UTF8.self).contains("[31/Dec/1969:00:00:00 +0000]"))
        for start in [Int64.min, Int64.max] {
            for format in EventFormat.allCases {
                EventGenerator(format, startMs: start).write(event: 5, into: &line)
                #expect(!line.isEmpty)
            }
        }
        EventGenerator(.json, startMs: 0).write(event: .max, into: &line)
        #expect(line.starts(with: Array("{\"seq\": 9223372036854775807, \"ts\": 9223372036854775807".utf8)))
    }

    @Test func bufferKeepsItsMemory() {
        var buffer: [UInt8] = []
        buffer.reserveCapacity(4096)
        let capacity = buffer.capacity
        let generator = EventGenerator(.rich)
        for number in 0..<1000 { generator.write(event: Int64(number), into: &buffer) }
        #expect(buffer.capacity == capacity)
    }

    /// What a seed makes is a promise to whoever compares two runs: FNV-1a over the first hundred events of seed 42.
    @Test(
        arguments: [
            (EventFormat.json, 12_297_389_059_396_761_102), (.rich, 17_793_428_206_283_113_138),
            (.combined, 15_731_894_421_909_754_555),
        ] as [(EventFormat, UInt64)])
    func eventsStayTheSameFromReleaseToRelease(_ format: EventFormat, _ expected: UInt64) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for number in 0..<100 {
            for byte in event(format, Int64(number), seed: 42) {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            }
        }
        #expect(hash == expected)
    }
}

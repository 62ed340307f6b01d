// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import LagMonitor

/// `SLUICE_MONITOR_BENCH=1 swift run -c release sluice-monitor-bench [GROUPS TOPICS PARTITIONS]`: what the monitor costs per commit
/// that is decoded and stored, per ring, and per pass over all windows. It belongs to the main package because it calls
/// what is `package`.
@main
enum Program {
    static func main() throws {
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let counts = numbers.count == 3 ? numbers : [200, 10, 50]
        var stream = OffsetsStream(groups: counts[0], topics: counts[1], partitions: counts[2])
        // So that its buffers are there before the store is.
        stream.write(round: 0, atMs: 0, order: .shuffled)
        var bench = try StoreBench(stream)
        print("\(counts[0]) groups x \(counts[1]) topics x \(counts[2]) partitions: \(stream.rings) rings of 10 slots")
        for round in 0..<12 { bench.run(&stream, round: round, order: .byGroup) }
        bench.report("decode + store, by group, new rings", bench.nanoseconds[0])
        bench.report("decode + store, by group", bench.nanoseconds.dropFirst().min() ?? 0)
        bench.reportMemory(stream.rings)
        for round in 12..<20 { bench.run(&stream, round: round, order: .shuffled) }
        bench.report("decode + store, shuffled", bench.nanoseconds.dropFirst(12).min() ?? 0)
        bench.passes()
    }
}

/// One store and what it took.
struct StoreBench {
    private static let startMs: Int64 = 1_760_000_000_000

    private var store: ClusterStore
    private var nowMs = startMs
    private let residentBefore: Int
    /// Per commit, one per round.
    private(set) var nanoseconds: [Double] = []

    init(_ stream: OffsetsStream) throws {
        residentBefore = Self.residentBytes()
        store = try ClusterStore(ClusterPlan(name: "bench", brokers: "none"))
        var topics: [String: Int] = [:]
        for topic in 0..<stream.topics { topics[OffsetsStream.topic(topic)] = stream.partitions }
        store.setPartitions(topics)
        for sample in 0..<10 {
            for topic in 0..<stream.topics {
                for partition in 0..<stream.partitions {
                    store.sample(
                        topic: OffsetsStream.topic(topic), partition: Int32(partition),
                        LogEnds(
                            start: 0, highWatermark: 1_020_000 + Int64(sample), lastStable: 1_020_000,
                            sampledAtMs: nowMs))
                }
            }
        }
    }

    mutating func run(_ stream: inout OffsetsStream, round: Int, order: OffsetsStream.Order) {
        nowMs += 5000
        stream.write(round: round, atMs: nowMs, order: order)
        let bytes = stream.bytes.span.bytes
        var offset = Int64(round) * Int64(stream.rings)
        let start = Self.threadNanoseconds()
        for record in stream.records {
            store.take(
                key: bytes.extracting(record.key), value: bytes.extracting(record.value), order: offset, nowMs: nowMs)
            offset += 1
        }
        nanoseconds.append(Double(Self.threadNanoseconds() - start) / Double(stream.rings))
        precondition(store.counters.dropped == 0 && store.counters.undecodable == 0 && store.ringCount == stream.rings)
    }

    func report(_ name: String, _ each: Double) {
        print("\(name): \((each * 10).rounded() / 10) ns a commit")
    }

    func reportMemory(_ rings: Int) {
        let resident = Self.residentBytes() - residentBefore
        let told = store.heapBytes
        print(
            "memory: \(told.rings / rings) bytes a ring with its index, \(told.all / rings) with groups and topics; "
                + "the process has grown by \(resident / rings)")
    }

    mutating func passes() {
        var best = UInt64.max
        var sum: Int64 = 0
        for _ in 0..<10 {
            let start = Self.threadNanoseconds()
            store.forEachGroup(nowMs: nowMs) { windows in
                for window in windows.partitions { sum &+= window.currentLag &+ (window.slots.first??.offset ?? 0) }
            }
            best = min(best, Self.threadNanoseconds() - start)
        }
        print("pass over all windows: \(Double(best / 10_000) / 100) ms (checksum \(sum & 0xFFFF))")
        let start = Self.threadNanoseconds()
        var kept = 0
        store.export { kept += $0.topics.count }
        print("export of all rings: \(Double((Self.threadNanoseconds() - start) / 10_000) / 100) ms (\(kept) topics)")
    }

    private static func threadNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Memory of the process that is resident.
    private static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let fields = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}

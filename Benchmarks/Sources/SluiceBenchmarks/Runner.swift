// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagBenchmarks

/// `sluice-bench [--filter TEXT [--exact]] [--records N] [--rounds N] [--repeat N] [--list]`
@main
struct Runner {
    private var filter = ""
    private var records = 10_000
    private var rounds = 30
    private var repeats = 0
    private var isExact = false
    private var isList = false

    static func main() throws {
        var runner = Runner()
        try runner.parse(CommandLine.arguments.dropFirst())
        let corpora = [Corpus.events(runner.records), Corpus.rich(runner.records)]
        let benchmarks =
            try RecordBenchmarks.all(corpora) + CompressionBenchmarks.all(corpora)
            + ExpressionBenchmarks.all(corpora[0])
            + PipelineBenchmarks.all(corpora[0])
            + EvaluationBenchmarks.all(partitions: runner.records).map { Benchmark($0) }
            + StoreBenchmarks.all(partitions: runner.records).map { Benchmark($0) }
            + OutlierBenchmarks.all()
        runner.run(benchmarks.filter { runner.wants($0.name) })
    }

    private func wants(_ name: String) -> Bool {
        isExact ? name == filter : filter.isEmpty || name.contains(filter)
    }

    private mutating func parse(_ arguments: ArraySlice<String>) throws {
        var rest = arguments
        while let argument = rest.popFirst() {
            switch argument {
            case "--filter": filter = rest.popFirst() ?? ""
            case "--records": records = Int(rest.popFirst() ?? "") ?? records
            case "--rounds": rounds = Int(rest.popFirst() ?? "") ?? rounds
            case "--exact": isExact = true
            case "--list": isList = true
            case "--repeat": repeats = Int(rest.popFirst() ?? "") ?? 1
            default:
                Machine.fail(
                    "usage: sluice-bench [--filter TEXT [--exact]] [--records N] [--rounds N] [--repeat N] [--list]", 64
                )
            }
        }
    }

    private func run(_ benchmarks: [Benchmark]) {
        if isList {
            for benchmark in benchmarks { print(benchmark.name) }
            return
        }
        if repeats > 0 {
            // For callgrind: the difference of two counts of repeats is free of set-up, and no clock is read.
            for benchmark in benchmarks {
                for _ in 0..<repeats where benchmark.run() < 0 { Machine.fail("\(benchmark.name) failed", 1) }
            }
            return
        }
        print(Machine.description)
        print("best of \(rounds) rounds, CPU time of the thread, \(records) records a round")
        print(Self.row("benchmark", "ns/record", "MB/s", "records/s", "bytes"))
        for benchmark in benchmarks {
            guard benchmark.run() >= 0 else {
                Machine.fail("\(benchmark.name) failed", 1)
            }
            var best = UInt64.max
            for _ in 0..<rounds {
                let start = Machine.threadNanoseconds()
                _ = benchmark.run()
                best = min(best, Machine.threadNanoseconds() - start)
            }
            let each = Double(best) / Double(benchmark.records)
            print(
                Self.row(
                    benchmark.name, Self.fixed(each), Self.fixed(Double(benchmark.bytes) * 1000 / Double(best)),
                    "\(Int(1e9 / each))", "\(benchmark.bytes / benchmark.records)"))
        }
        guard benchmarks.contains(where: { $0.name == "lag store" }) else { return }
        let bytes = StoreBenchmarks.bytesPerRing(partitions: records)
        print("a ring of ten slots: \(bytes.ring) bytes with its index, \(bytes.all) with groups and topics")
    }

    private static func fixed(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func row(_ name: String, _ cells: String...) -> String {
        var line = name + String(repeating: " ", count: max(1, 28 - name.count))
        for cell in cells { line += String(repeating: " ", count: max(1, 12 - cell.count)) + cell }
        return line
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagBenchmarks

/// One measured function over one corpus.
struct Benchmark {
    let name: String
    /// Records that one call of `run` handles, and their bytes.
    let records: Int
    let bytes: Int
    /// Handles the corpus once; the result keeps the work from being optimised away.
    let run: () -> Int

    init(_ name: String, _ corpus: Corpus, _ run: @escaping () -> Int) {
        self.name = "\(name)/\(corpus.name)"
        records = corpus.ranges.count
        bytes = corpus.bytes.count
        self.run = run
    }

    /// A pass over partitions of groups: one of them is a "record" here, without bytes.
    init(_ pass: LagBenchmark) {
        name = "lag \(pass.name)"
        records = pass.partitions
        bytes = 0
        run = pass.run
    }

    /// A function that works on no corpus.
    init(_ name: String, records: Int, bytes: Int, _ run: @escaping () -> Int) {
        self.name = name
        self.records = records
        self.bytes = bytes
        self.run = run
    }
}

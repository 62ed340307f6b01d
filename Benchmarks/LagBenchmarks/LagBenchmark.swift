// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One measured pass over partitions of groups. The package of benchmarks sees public names only; this target is their
/// door to the monitor and part of no program.
public struct LagBenchmark {
    /// What the pass does, and by which rules.
    public let name: String
    /// Windows that one call of `run` handles.
    public let partitions: Int
    /// Handles all once; the result keeps the work from being optimised away, negative: it failed.
    public let run: () -> Int
}

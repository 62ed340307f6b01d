// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Counts what stages do, at the cost of one addition per change: what came in follows from what failed before.
@safe
struct StageTally: ~Copyable {
    // Owned here alone; two numbers per label, changed and failed.
    private let numbers: UnsafeMutablePointer<Int>
    let count: Int

    init(count: Int) {
        self.count = count
        unsafe numbers = .allocate(capacity: max(1, 2 * count))
        unsafe numbers.initialize(repeating: 0, count: max(1, 2 * count))
    }

    deinit {
        unsafe numbers.deallocate()
    }

    /// Counts a record that the label changed or took.
    @inline(__always)
    func change(_ label: Int) {
        assert(label >= 0 && label < count)
        unsafe numbers[2 &* label] &+= 1
    }

    /// Counts a record that the label sent to the dead letters.
    @inline(__always)
    func fail(_ label: Int) {
        assert(label >= 0 && label < count)
        unsafe numbers[2 &* label &+ 1] &+= 1
    }

    func changed(_ label: Int) -> Int { unsafe numbers[2 * label] }
    func failed(_ label: Int) -> Int { unsafe numbers[2 * label + 1] }
}

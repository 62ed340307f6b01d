// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a schedule happens to: drawn from its seed.
package struct SimulationShape: Hashable, Sendable, CustomStringConvertible {
    package var processes: Int
    package var partitions: Int
    package var clientsNotice: Bool
    /// Whether operators act.
    package var hasOperators: Bool
    /// Whether the disk fails and the power goes.
    package var hasDiskFaults: Bool
    /// The processes that come back when the faults have ended, a bit each; never 0.
    package var survivors: Int
    /// Whether manifests are real JSON, `_complete` files are written and the shipping audit ends the schedule. All
    /// that costs as much as the rest, and shows little that the judge does not see by itself.
    package var isThorough: Bool

    package init(
        processes: Int, partitions: Int, clientsNotice: Bool = true, hasOperators: Bool, hasDiskFaults: Bool,
        survivors: Int, isThorough: Bool = true
    ) {
        self.processes = processes
        self.partitions = partitions
        self.clientsNotice = clientsNotice
        self.hasOperators = hasOperators
        self.hasDiskFaults = hasDiskFaults
        self.survivors = survivors
        self.isThorough = isThorough
    }

    /// Draws a shape.
    init(using generator: inout SeededGenerator) {
        processes = [1, 2, 2, 2, 3][Int(generator.next() % 5)]
        partitions = generator.next() % 4 == 0 ? 2 : 1
        clientsNotice = true
        hasOperators = generator.next() % 2 == 0
        hasDiskFaults = generator.next() % 2 == 0
        survivors = 1 + Int(generator.next() % UInt64((1 << processes) - 1))
        isThorough = generator.next() % 16 == 0
    }

    package var description: String {
        "\(processes) processes, \(partitions) partitions, survivors \(String(survivors, radix: 2))"
    }
}

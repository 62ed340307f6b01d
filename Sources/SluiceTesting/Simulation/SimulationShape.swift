// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Sinks

/// What a schedule happens to: drawn from its seed.
package struct SimulationShape: Hashable, Sendable, CustomStringConvertible {
    /// The root of each process.
    package var homes: [Int]
    package var partitions: Int
    /// Whether clients notice that a topic was re-created before they read on.
    package var clientsNotice = true
    /// Whether operators act.
    package var hasOperators: Bool
    /// Whether disks fail and the power goes.
    package var hasDiskFaults: Bool
    /// The processes that come back when the faults have ended, a bit each; never 0.
    package var survivors: Int
    /// Whether roots without a survivor come back at last.
    package var rootsReturn: Bool
    package var onRewind: RewindOption
    /// Whether the topology says that there is one root; never where there are several.
    package var saysOnlyRoot = false
    /// Entries of the chain of commit metadata.
    package var chainMax = ProtocolLimits.chainEntries
    /// Whether manifests are real JSON, `_complete` files are written and the shipping audit ends the schedule. All
    /// that costs as much as the rest, and shows little that the judge does not see by itself.
    package var isThorough: Bool

    package var processes: Int { homes.count }
    package var roots: Int { (homes.max() ?? 0) + 1 }

    /// The roots on which nobody comes back.
    var deadRoots: Set<Int> {
        Set(0..<roots).subtracting(homes.indices.filter { survivors >> $0 & 1 == 1 }.map { homes[$0] })
    }

    /// Draws a shape.
    init(using generator: inout SeededGenerator) {
        func draw(_ values: [Int]) -> Int { values[Int(generator.next() % UInt64(values.count))] }
        let roots = draw([1, 1, 1, 1, 2, 2, 3])
        let processes = max(roots, draw([1, 2, 2, 2, 3, 3, SimulationLimits.processes]))
        homes = (0..<processes).map { $0 < roots ? $0 : draw(Array(0..<roots)) }
        partitions = draw([1, 1, 1, 2])
        hasOperators = draw([0, 1]) == 0
        if hasOperators { clientsNotice = draw([0, 1]) == 0 }
        hasDiskFaults = draw([0, 1]) == 0
        survivors = 1 + Int(generator.next() % UInt64((1 << processes) - 1))
        rootsReturn = draw([0, 1]) == 0
        onRewind = [.skip, .skip, .skip, .supersede, .append][draw(Array(0..<5))]
        if roots == 1 { saysOnlyRoot = draw([0, 1]) == 0 }
        if draw([0, 0, 0, 1]) == 1 { chainMax = draw([1, 2]) }
        isThorough = draw(Array(0..<16)) == 0
    }

    /// The shape of a schedule written by hand: one partition, no trouble but what it names, and all come back.
    init(
        homes: [Int], onRewind: RewindOption = .skip, chainMax: Int = ProtocolLimits.chainEntries,
        saysOnlyRoot: Bool = false, isThorough: Bool = false
    ) {
        self.homes = homes
        self.onRewind = onRewind
        self.chainMax = chainMax
        self.saysOnlyRoot = saysOnlyRoot
        self.isThorough = isThorough
        (partitions, hasOperators, hasDiskFaults, rootsReturn) = (1, true, true, true)
        survivors = 1 << homes.count - 1
    }

    package var description: String {
        let notes = [
            rootsReturn ? "roots return" : nil, saysOnlyRoot ? "only root" : nil,
            clientsNotice ? nil : "clients notice nothing", isThorough ? "audited" : nil,
        ]
        let first =
            "roots of the processes \(homes), \(partitions) partitions, survivors \(String(survivors, radix: 2))"
        let text = [first, "on rewind \(onRewind.rawValue)", "chains of \(chainMax)"] + notes.compactMap { $0 }
        return text.joined(separator: ", ")
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Sinks

/// One archive root of the simulation, on a machine with a disk of its own.
struct SimulatedRoot {
    let number: Int
    let disk: MemoryDisk
    let root: ArchiveRoot
    /// Whether the machine is out of reach: nothing runs there, and what its disk holds stays as it is.
    var isGone = false

    var path: String { root.path }

    /// - Parameter isFresh: whether no process has ever run on the root.
    init(number: Int, isFresh: Bool) {
        let template = Self.templates[number * 2 + (isFresh ? 0 : 1)]
        self.number = number
        disk = template.disk.copy()
        root = template.root
    }

    private static let templates = (0..<SimulationLimits.roots * 2).map { index in
        let disk = MemoryDisk()
        var generator = SeededGenerator(seed: UInt64(index / 2 + 1))
        let system = disk.process()
        do throws(StoreError) {
            let root = try ArchiveRoot.open("/r\(index / 2)", fileSystem: system, using: &generator)
            if index % 2 == 1 {
                try EpochStore.open(root, group: SimulatedWorld.group, outputs: [], using: &generator).close()
            }
            return (disk: disk.copy(), root: root)
        } catch {
            preconditionFailure("an empty disk takes a root")
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

extension Simulation {
    /// The shrunk schedule of a seed that fails, with what the coordinator and the disks hold after each step.
    package func trace(seed: UInt64) -> String {
        guard let failure = run(seed: seed) else { return "seed \(seed) fails no more\n" }
        let shrunk = shrink(failure)
        return "seed \(seed): " + trace(shrunk.actions, shrunk.shape)
    }

    /// The same for a list of actions; those that make no sense are marked.
    package func trace(_ actions: [SimulationAction], _ shape: SimulationShape) -> String {
        let world = SimulatedWorld(shape, rules: rules)
        var text = "\(shape)\n"
        var last = ""
        for action in actions {
            let isDone = world.apply(action)
            let summary = world.summary
            text += "\(action)\(isDone ? "" : ", not done")\n" + (summary == last ? "" : summary)
            last = summary
        }
        finish(world, shape)
        text += "drained\n\(world.summary)"
        return text + world.violations.map { "\($0)\n" }.joined()
    }
}

extension SimulatedWorld {
    /// Committed positions, logs and the names of all manifests.
    fileprivate var summary: String {
        var text = ""
        for partition in partitions.indices {
            let committed = group.committed[partition]
            let epoch = committed.flatMap { CommitMetadata.parse($0.metadata)?.manifest.description.prefix(6) } ?? "-"
            text += "    \(partition): [\(partitions[partition].start), \(partitions[partition].end)) committed "
            text += "\(committed?.offset ?? -1) by \(epoch), owner \(group.owner[partition] ?? -1)\n"
        }
        for root in roots {
            for path in root.disk.contents().keys.sorted() {
                let parts = path.split(separator: "/")
                let id = parts.lazy.compactMap { EpochID(text: $0) ?? ManifestName(text: $0)?.id }.first
                guard let id, let manifest = manifests[id], path.hasSuffix(".json") else { continue }
                let life = "\(manifest.incarnation)\(manifest.generation)".suffix(8)
                let place = "\(parts[1])/\(parts[3].count > 20 ? "" : parts[3])"
                let range = "[\(manifest.first), \(manifest.next))\(manifest.isJump ? " jump" : "")"
                text +=
                    "    r\(root.number) \(place) \(id.description.prefix(6)) \(manifest.partition) \(range) \(life)\n"
            }
        }
        return text
    }
}

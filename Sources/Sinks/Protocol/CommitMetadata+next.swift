// Sluice
// SPDX-License-Identifier: Apache-2.0

extension CommitMetadata {
    /// The metadata of the commit of an epoch or a jump.
    ///
    /// - Parameters:
    ///   - previous: what the last commit of this chain stored; nil begins a new chain at `origin`.
    ///   - chainMax: entries that the chain keeps.
    ///   - lastRecord: the last record before `manifest.next`: the epoch's own, or what was read before a jump's end.
    package static func next(
        after previous: CommitMetadata?, manifest: Manifest, slot: SlotName, lastRecord: RecordIdentity?,
        logStart: Int64, origin: Int64, chainMax: Int = ProtocolLimits.chainEntries
    ) -> CommitMetadata {
        var chain: [ChainEntry] = []
        if let previous {
            var seen: Set<SlotName> = [slot]
            let newest = ChainEntry(
                slot: previous.slot, manifest: previous.manifest, last: previous.position - 1)
            for entry in [newest] + previous.chain where seen.insert(entry.slot).inserted {
                chain.append(entry)
            }
        }
        return CommitMetadata(
            slot: slot, manifest: manifest.id, incarnation: manifest.incarnation, generation: manifest.generation,
            position: manifest.next, lastRecord: lastRecord, logStart: logStart, origin: origin,
            chain: Array(chain.prefix(chainMax)))
    }
}

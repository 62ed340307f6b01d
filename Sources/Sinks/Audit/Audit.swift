// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform

/// Recomputes from manifests and files what archives cover, and says whether anything is missing, doubled or changed.
///
/// Reads only; follows no symbolic link below a root. Memory is bounded by one partition's list of manifests and
/// `AuditLimits.namedFilesMax`, whatever the size of the roots. Blocks: not for a thread of the cooperative pool.
package struct Audit {
    let roots: [ArchiveRoot]
    let ids: Set<RootID>
    let brokers: [String: BrokerFacts]
    let files: [ConfinedFiles]
    let progress: (AuditProgress) -> Void
    var report: AuditReport
    var sealed: [PublishedPartition.Key: [WaitingEpochs.Sealed]] = [:]
    var partitionCount = 0
    var partitionsDone = 0
    var manifestsDone = 0
    let options: AuditOptions
    /// Whether another root that was not given serves the same group.
    var hasOtherRoots: [String: Bool] = [:]
    /// The paths that the manifests name.
    var named: NamedFiles

    /// - Parameters:
    ///   - roots: one that is given twice counts once.
    ///   - brokers: at most one for each group.
    package init(
        _ roots: [ArchiveRoot], brokers: [BrokerFacts] = [], options: AuditOptions = AuditOptions(),
        progress: @escaping (AuditProgress) -> Void = { _ in }
    ) {
        var ids: Set<RootID> = []
        var once: [ArchiveRoot] = []
        var repeated: [ArchiveRoot] = []
        for root in roots {
            if ids.insert(root.id).inserted { once.append(root) } else { repeated.append(root) }
        }
        self.ids = ids
        self.roots = once
        self.options = options
        named = NamedFiles(limit: options.namedFilesMax)
        self.brokers = Dictionary(brokers.map { (RootLayout.groupName($0.group), $0) }) { first, _ in first }
        self.progress = progress
        files = once.map { ConfinedFiles(root: $0.path, system: $0.fileSystem) }
        report = AuditReport(roots: once.map(\.path), demandsAll: options.demandsAll)
        hasOtherRoots = self.brokers.mapValues { !$0.roots.isSubset(of: ids) }
        for root in repeated { report.add(Self.repetition(of: root, in: once)) }
    }

    private static func repetition(of root: ArchiveRoot, in roots: [ArchiveRoot]) -> AuditFinding {
        let first = roots.first { $0.id == root.id }
        let isCopy = first.map { (try? $0.status()) != (try? root.status()) } ?? false
        let message =
            "\(isCopy ? "a copy of" : "the same as") \(first?.path ?? "another root"), root \(root.id): counted once; "
            + (isCopy ? "audit the copy by itself" : "give it once")
        return AuditFinding(.repeatedRoot, root.path, message)
    }

    /// Walks the roots.
    ///
    /// - Throws: what keeps a root from being listed at all; everything else is a finding.
    package mutating func run() throws(ArchiveReadError) -> AuditReport {
        for root in roots {
            let waiting = try WaitingEpochs(root)
            for epoch in waiting.sealed { sealed[epoch.key, default: []].append(epoch) }
            for finding in waiting.findings { report.add(finding) }
        }
        var places: [PublishedPartition.Key: [(root: Int, partition: PublishedPartition)]] = [:]
        for (index, root) in roots.enumerated() {
            for partition in try PublishedPartition.all(in: root.path, system: root.fileSystem) {
                places[partition.key, default: []].append((index, partition))
            }
        }
        partitionCount = places.count
        for key in places.keys.sorted() {
            try audit(key, places[key] ?? [])
            partitionsDone += 1
            tell()
        }
        judgeAbsent(besides: places.keys)
        try judgeUnnamed()
        return report
    }

    private mutating func audit(
        _ key: PublishedPartition.Key, _ places: [(root: Int, partition: PublishedPartition)]
    ) throws(ArchiveReadError) {
        var names: [(root: Int, item: ManifestListing.Item)] = []
        var listings: [Int: ManifestListing] = [:]
        for (root, partition) in places {
            let listing = try partition.manifests(in: roots[root])
            names += listing.items.map { (root, $0) }
            listings[root] = listing
            for path in listing.others {
                report.add(AuditFinding(.foreign, path, "not the name of a manifest; it counts for nothing"))
            }
            for (path, error) in listing.damaged + listing.damageOfSegments() {
                report.add(AuditFinding(.ledgerDamaged, path, error.message))
            }
        }
        if places.count > 1 { names.sort { ($0.item.name, $0.root) < ($1.item.name, $1.root) } }
        var start = 0
        while start < names.count {
            let incarnation = names[start].item.name.incarnation
            let end = names[start...].firstIndex { $0.item.name.incarnation != incarnation } ?? names.count
            audit(key, incarnation, names[start..<end], listings, isNewest: end == names.count)
            start = end
        }
    }

    private mutating func audit(
        _ key: PublishedPartition.Key, _ incarnation: Incarnation,
        _ names: ArraySlice<(root: Int, item: ManifestListing.Item)>, _ listings: [Int: ManifestListing], isNewest: Bool
    ) {
        var line = AuditPartition(key, incarnation: incarnation)
        line.isNewest = isNewest
        let wrongBefore = report.wrong
        var links: [CoverageLink] = []
        let waiting = sealed[key]?.filter { $0.incarnation == incarnation } ?? []
        var life = IncarnationCoverage()
        for (_, item) in names { life.insert(item.name) }
        line.generations = life.generations.count
        let retaken = life.retaken
        for (root, item) in names {
            guard let listing = listings[root] else { continue }
            let name = item.name
            var link = CoverageLink(range: name.range, isJump: name.isJump, generation: name.generation)
            let later = name.isJump ? OffsetRanges() : retaken[name.generation] ?? OffsetRanges()
            let isWhollyRetaken = !later.isEmpty && later.covers(name.range)
            // In a ledger it stays for good.
            if later.meets(name.range), !(isWhollyRetaken && item.isInLedger) { line.supersededEpochs += 1 }
            // What is left of an epoch that is to go proves nothing.
            if let manifest = manifest(item, of: listing, key, root), !isWhollyRetaken {
                line.add(manifest)
                for file in manifest.files where !check(file, of: manifest, in: root) { line.expiredFiles += 1 }
                // What its slot's root does not have, the root of the slot before it has.
                link.comesFrom = manifest.predecessorSlot?.root
                links += link.without(manifest.gaps)
            } else {
                links.append(link)
            }
            manifestsDone += 1
            tell()
        }
        var chain = CoverageChain()
        for link in links.sorted(by: <) {
            let isElsewhere = hasOtherRoots[key.groupName] == true || link.comesFrom.map { !ids.contains($0) } ?? false
            for defect in chain.add(link.range, isJump: link.isJump, generation: link.generation) {
                judge(defect, line.place, waiting, isElsewhere: isElsewhere)
            }
        }
        line.first = chain.first ?? 0
        line.next = chain.end
        // A generation that a rewind began reads behind the end of the one before it.
        let end = life.generations[life.newest]?.end ?? chain.end
        if isNewest { judgePosition(&line, end: end, key, waiting) }
        if line.supersededEpochs > 0 {
            let message = "\(line.supersededEpochs) epochs stay until all of their offsets were read again"
            report.add(AuditFinding(.superseding, line.place, message))
        }
        if line.expiredFiles > 0 {
            let message = "\(line.expiredFiles) files are past their retention and gone"
            report.add(AuditFinding(.expired, line.place, message))
        }
        line.findings = report.wrong - wrongBefore
        report.partitions.append(line)
    }

    private func tell() {
        progress(
            AuditProgress(
                partitions: partitionCount, partitionsDone: partitionsDone, manifestsDone: manifestsDone,
                bytesRead: report.bytesRead))
    }
}

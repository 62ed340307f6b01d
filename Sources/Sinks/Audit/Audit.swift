// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform

/// Recomputes from manifests and files what archives cover, and says whether anything is missing, doubled or changed.
///
/// Reads only; follows no symbolic link below a root. Memory is bounded by one partition's list of manifests, whatever
/// the size of the roots. Blocks: not for a thread of the cooperative pool.
package struct Audit {
    private let roots: [ArchiveRoot]
    private let brokers: [String: BrokerFacts]
    private let files: [ConfinedFiles]
    private let progress: (AuditProgress) -> Void
    private var report: AuditReport
    private var sealed: [PublishedPartition.Key: [WaitingEpochs.Sealed]] = [:]
    private var partitionCount = 0
    private var partitionsDone = 0
    private var manifestsDone = 0
    /// Whether another root that was not given serves the same group.
    private var hasOtherRoots: [String: Bool] = [:]

    /// - Parameters:
    ///   - roots: each once.
    ///   - brokers: at most one for each group.
    package init(
        _ roots: [ArchiveRoot], brokers: [BrokerFacts] = [], progress: @escaping (AuditProgress) -> Void = { _ in }
    ) {
        self.roots = roots
        self.brokers = Dictionary(brokers.map { (RootLayout.groupName($0.group), $0) }) { first, _ in first }
        self.progress = progress
        files = roots.map { ConfinedFiles(root: $0.path, system: $0.fileSystem) }
        report = AuditReport(roots: roots.map(\.path))
        let given = Set(roots.map(\.id))
        hasOtherRoots = self.brokers.mapValues { !$0.roots.isSubset(of: given) }
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
        return report
    }

    /// A position of a partition of which nothing is published: all of its manifests may be gone.
    private mutating func judgeAbsent(besides known: some Collection<PublishedPartition.Key>) {
        let known = Set(known)
        for (groupName, facts) in brokers.sorted(by: { $0.key < $1.key }) where hasOtherRoots[groupName] != true {
            for (partition, position) in facts.partitions.sorted(by: { $0.key < $1.key }) {
                let key = PublishedPartition.Key(
                    groupName: groupName, topic: partition.topic, partition: partition.partition)
                guard !known.contains(key), let committed = position.committed, committed != position.logEnd,
                    sealed[key]?.contains(where: { $0.range.next == committed }) != true
                else { continue }
                let place = "\(partition.topic)/\(partition.partition)"
                let message = "the group's position is \(committed), and nothing of the partition is published"
                report.add(AuditFinding(.committedPosition, place, message))
            }
        }
    }

    private mutating func audit(
        _ key: PublishedPartition.Key, _ places: [(root: Int, partition: PublishedPartition)]
    ) throws(ArchiveReadError) {
        var names: [(root: Int, name: ManifestName)] = []
        for (root, partition) in places {
            let found = try partition.names(in: roots[root].path, system: roots[root].fileSystem)
            names += found.manifests.map { (root, $0) }
            for other in found.others {
                let path = "\(roots[root].path)/\(partition.directory)/\(other)"
                report.add(AuditFinding(.foreign, path, "not the name of a manifest; it counts for nothing"))
            }
        }
        if places.count > 1 {
            names.sort { left, right in
                let (left, right) = (left.name, right.name)
                return (left.incarnation, left.first, left.next, left.id)
                    < (right.incarnation, right.first, right.next, right.id)
            }
        }
        let directories = Dictionary(places.map { ($0.root, $0.partition.directory) }) { first, _ in first }
        var start = 0
        while start < names.count {
            let incarnation = names[start].name.incarnation
            let end = names[start...].firstIndex { $0.name.incarnation != incarnation } ?? names.count
            audit(key, incarnation, names[start..<end], directories, isNewest: end == names.count)
            start = end
        }
    }

    private mutating func audit(
        _ key: PublishedPartition.Key, _ incarnation: Incarnation, _ names: ArraySlice<(root: Int, name: ManifestName)>,
        _ directories: [Int: String], isNewest: Bool
    ) {
        var line = AuditPartition(key, incarnation: incarnation)
        line.isNewest = isNewest
        let wrongBefore = report.wrong
        var chain = CoverageChain()
        let waiting = sealed[key]?.filter { $0.incarnation == incarnation } ?? []
        for (root, name) in names {
            let path = "\(roots[root].path)/\(directories[root] ?? "")/\(name)"
            if let manifest = manifest(path, name, key, root) {
                line.add(manifest)
                for file in manifest.files { check(file, in: root) }
            }
            for defect in chain.add(name.range, isJump: name.isJump) { judge(defect, key, line.place, waiting) }
            manifestsDone += 1
            tell()
        }
        line.first = chain.first ?? 0
        line.next = chain.end
        if isNewest { judgePosition(&line, key, waiting) }
        line.findings = report.wrong - wrongBefore
        report.partitions.append(line)
    }

    /// The manifest behind a name, where it is what its name says.
    private mutating func manifest(
        _ path: String, _ name: ManifestName, _ key: PublishedPartition.Key, _ root: Int
    ) -> Manifest? {
        let found: Manifest?
        do throws(StoreError) {
            found = try StoreFiles(system: roots[root].fileSystem).manifest(path)
        } catch {
            let kind: AuditFinding.Kind = error.code == .inconsistent ? .manifestInconsistent : .manifestUnreadable
            report.add(AuditFinding(kind, path, error.message))
            return nil
        }
        guard let manifest = found else {
            report.add(AuditFinding(.manifestUnreadable, path, "gone while it was read; run the audit again"))
            return nil
        }
        let isInPlace =
            ManifestName(manifest) == name && manifest.topic == key.topic && manifest.partition == key.partition
            && RootLayout.groupName(manifest.group) == key.groupName
        guard isInPlace else {
            report.add(AuditFinding(.manifestMisplaced, path, "holds another epoch than its name says"))
            return nil
        }
        return manifest
    }

    private mutating func check(_ file: FileEntry, in root: Int) {
        let check = FileCheck(files: files[root], file: file)
        let progress = progress
        let (partitions, done, manifests) = (partitionCount, partitionsDone, manifestsDone)
        var bytes = report.bytesRead
        let finding: AuditFinding?
        do throws(ArchiveReadError) {
            finding = try check.finding { count in
                let before = bytes >> 24
                bytes += Int64(count)
                guard bytes >> 24 != before else { return }
                progress(
                    AuditProgress(
                        partitions: partitions, partitionsDone: done, manifestsDone: manifests, bytesRead: bytes))
            }
        } catch {
            finding = AuditFinding(.fileUnreadable, roots[root].path(file.path), error.message)
        }
        report.bytesRead = bytes
        if let finding { report.add(finding) }
    }

    /// What lies between two published ranges may be sealed and waiting, or in another root.
    private mutating func judge(
        _ defect: CoverageChain.Defect, _ key: PublishedPartition.Key, _ place: String,
        _ waiting: [WaitingEpochs.Sealed]
    ) {
        let range = "offsets \(defect.range.first)..\(defect.range.next - 1)"
        switch defect.kind {
        case .overlap:
            report.add(AuditFinding(.overlap, place, "\(range) are covered by two epochs"))
        case .hole:
            let covered = OffsetRanges(waiting.map(\.range))
            for piece in covered.pieces(of: defect.range) {
                let range = "offsets \(piece.range.first)..\(piece.range.next - 1)"
                if piece.isInside {
                    report.add(AuditFinding(.pending, place, "\(range) are sealed and not published yet"))
                } else if hasOtherRoots[key.groupName] == true {
                    report.add(AuditFinding(.elsewhere, place, "\(range) lie in a root that was not given"))
                } else {
                    report.add(AuditFinding(.hole, place, "\(range) are covered by no epoch"))
                }
            }
        case .noBeginning:
            let first = defect.range.first
            if waiting.contains(where: { $0.isJump && $0.range.next <= first }) { return }
            if hasOtherRoots[key.groupName] == true {
                report.add(AuditFinding(.elsewhere, place, "what lies before offset \(first) is in another root"))
                return
            }
            report.add(
                AuditFinding(
                    .hole, place, "the manifest is missing that says how the chain came to offset \(first)"))
        }
    }

    private mutating func judgePosition(
        _ line: inout AuditPartition, _ key: PublishedPartition.Key, _ waiting: [WaitingEpochs.Sealed]
    ) {
        let partition = TopicPartition(topic: key.topic, partition: key.partition)
        guard let facts = brokers[key.groupName]?.partitions[partition] else { return }
        line.committed = facts.committed
        if let end = facts.logEnd, end > line.next {
            report.add(AuditFinding(.lag, line.place, "\(end - line.next) offsets of the log are not published yet"))
        }
        guard let committed = facts.committed, committed != line.next, committed != facts.logEnd,
            !waiting.contains(where: { $0.range.next == committed })
        else { return }
        if committed > line.next, hasOtherRoots[key.groupName] == true {
            let message = "offsets \(line.next)..\(committed - 1) lie in a root that was not given"
            report.add(AuditFinding(.elsewhere, line.place, message))
            return
        }
        report.add(
            AuditFinding(
                .committedPosition, line.place,
                "the group's position is \(committed); the last sealed epoch ends at \(line.next)"))
    }

    private func tell() {
        progress(
            AuditProgress(
                partitions: partitionCount, partitionsDone: partitionsDone, manifestsDone: manifestsDone,
                bytesRead: report.bytesRead))
    }
}

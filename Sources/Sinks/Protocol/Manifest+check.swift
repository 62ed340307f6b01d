// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Manifest {
    /// Throws the first way in which the manifest contradicts itself or leaves its root.
    package func check() throws(ManifestError) {
        try checkRange()
        try checkGaps()
        try checkFiles()
        try checkCounts()
    }

    private func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(ManifestError) {
        if !condition { throw ManifestError(code: .inconsistent, message: "manifest \(id): \(message())") }
    }

    private func checkRange() throws(ManifestError) {
        try require(partition >= 0, "partition \(partition) is negative")
        try require(KafkaName.isTopic(topic), "the topic's name is not one that kafka allows")
        try require(!group.isEmpty, "the group is empty")
        try require(first >= 0 && last >= first - 1 && last < next, "range \(first) to \(last), next \(next)")
        try require(isJump || last >= first, "an epoch without offsets that is not a jump")
        for record in [firstRecord, lastRecord].compactMap({ $0 }) {
            try require(record.offset >= first && record.offset <= last, "record \(record.offset) is out of its range")
        }
    }

    private func checkGaps() throws(ManifestError) {
        try require(gaps.count <= ProtocolLimits.manifestGaps, "\(gaps.count) gaps are too many")
        var end = first
        for gap in gaps {
            try require(gap.first >= end && gap.next > gap.first && gap.next <= next, "gap \(gap.first) to \(gap.next)")
            end = gap.next
        }
    }

    private func checkFiles() throws(ManifestError) {
        try require(files.count <= ProtocolLimits.manifestFiles, "\(files.count) files are too many")
        try require(!isJump || files.isEmpty, "a jump with files")
        var names: Set<String> = []
        var paths: Set<String> = []
        for file in files {
            try require(ConfinedPath.isFileName(file.name), "a file's name is not one")
            try require(file.name != EpochDirectory.manifest, "a file has the manifest's name")
            try require(ConfinedPath(file.path) != nil, "the path of file \(file.name) leaves the root")
            try require(names.insert(file.name).inserted, "two files are named \(file.name)")
            try require(paths.insert(file.path).inserted, "two files have one path, \(file.name) is one of them")
            try require(file.bytes >= 0 && file.rows >= 0, "file \(file.name) has a negative size")
            try require(file.retentionMs.map { $0 > 0 } ?? true, "the retention of file \(file.name) is no time")
            let digits = file.checksum.dropFirst(6)
            try require(file.checksum.hasPrefix("crc64:") && Hex.value(digits) != nil, "checksum of \(file.name)")
        }
    }

    private func checkCounts() throws(ManifestError) {
        guard let total = dispositions.total else {
            throw ManifestError(code: .inconsistent, message: "manifest \(id): its counts are out of range")
        }
        // Neither sum overflows: gaps lie in the range, which lies in the positive numbers.
        let missing = gaps.reduce(0) { $0 + ($1.next - $1.first) }
        try require(
            total == next - first - missing,
            "\(total) records and \(missing) offsets in gaps do not make up \(next - first) offsets")
        var rows: [String: Int64] = [:]
        for file in files {
            let (sum, over) = rows[file.output, default: 0].addingReportingOverflow(file.rows)
            try require(!over, "rows of output \(file.output) are out of range")
            rows[file.output] = sum
        }
        let counted = dispositions.rows.filter { $0.value != 0 }
        try require(rows.filter { $0.value != 0 } == counted, "rows of its files and of its outputs differ")
    }
}

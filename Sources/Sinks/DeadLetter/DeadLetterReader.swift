// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// Reads the dead letters that a root has published.
package struct DeadLetterReader {
    private let reader: ArchiveReader

    /// - Parameters: as those of `ArchiveReader`.
    package init(
        _ root: ArchiveRoot, nowMs: Int64? = nil, passesOver: @escaping (FileEntry) -> Void = { _ in }
    ) {
        reader = ArchiveReader(root, nowMs: nowMs, passesOver: passesOver)
    }

    /// Gives every dead letter in the order of the archive.
    ///
    /// - Parameter body: false ends the walk.
    /// - Returns: lines that are no dead letters, as only someone else writes them.
    /// - Throws: what keeps the archive from being read.
    @discardableResult
    package func forEach(_ body: (DeadLetterEntry) -> Bool) throws(ArchiveReadError) -> Int {
        var parser: DeadLetterParser
        do throws(RecordLayoutError) {
            parser = try DeadLetterParser()
        } catch {
            throw ArchiveReadError(.damaged, error.message)
        }
        var strangers = 0
        var isStopped = false
        var lines = LineSplitter(limit: DeadLetterLimits.lineBytesMax)
        do throws(ArchiveReadError) {
            try reader.cat(output: ArchiveReader.deadLetters) { text in
                lines.split(text) { line in
                    guard let entry = parser.parse(line) else {
                        strangers += 1
                        return true
                    }
                    isStopped = !body(entry)
                    return !isStopped
                }
            }
        } catch {
            guard error.code == .stopped, isStopped else { throw error }
        }
        return strangers + (isStopped ? 0 : lines.overlong)
    }

    /// The reasons with their counts, the most frequent first.
    ///
    /// - Parameter raw: shows samples as they are; they hold what no sanitising has seen.
    package func summaries(raw: Bool = false) throws(ArchiveReadError) -> [DeadLetterSummary] {
        var groups: [[String]: DeadLetterSummary] = [:]
        try forEach { entry in
            var name = [entry.reason, entry.stage]
            if groups[name] == nil, groups.count >= DeadLetterLimits.groupsMax { name = ["other", ""] }
            if groups[name] == nil {
                groups[name] = DeadLetterSummary(entry, reason: name[0], stage: name[1], raw: raw)
            } else {
                groups[name]?.add(entry)
            }
            return true
        }
        return groups.values.sorted { ($1.count, $0.reason, $0.stage) < ($0.count, $1.reason, $1.stage) }
    }

    /// A key or payload for the eyes of an operator: masked, or as it is with control characters escaped.
    package static func shown(_ content: DeadLetterEntry.Content, raw: Bool) -> String {
        switch content {
        case .none: return "(null)"
        case .binary(let bytes): return "(\(bytes.count) bytes that are not UTF-8)"
        case .text(let bytes):
            guard raw else { return PayloadMask.masked(bytes) }
            // A payload must not send commands to the terminal.
            var text = ""
            for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
                if scalar.properties.generalCategory == .control {
                    text += scalar.escaped(asASCII: true)
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
            return text
        }
    }
}

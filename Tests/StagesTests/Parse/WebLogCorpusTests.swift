// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Stages
import Testing

/// A month of real lines in the common format, with broken ones among them; skipped where it is not there.
struct WebLogCorpusTests {
    static let path: String = {
        var path = #filePath
        for _ in 0..<4 { path = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }
        return path + "/../shared/data/nasa_http_jul95.log.gz"
    }()

    static let isThere = access(path, R_OK) == 0

    /// Every eighth line, and every one that does not look like the common format: decompressed by the system's `gzip`.
    static func lines() -> [[UInt8]] {
        guard let pipe = popen("gzip -dc '\(path)'", "r") else { return [] }
        defer { pclose(pipe) }
        var lines: [[UInt8]] = []
        var text: UnsafeMutablePointer<CChar>?
        var capacity = 0
        var number = 0
        while case let length = getline(&text, &capacity, pipe), length > 0, let text {
            number += 1
            let looksSound = strstr(text, " HTTP/1.0\" ") != nil
            guard !looksSound || number % 8 == 0 else { continue }
            lines.append(UnsafeRawBufferPointer(start: text, count: length).map { $0 })
        }
        free(text)
        return lines
    }

    @Test(.enabled(if: isThere, "the log is not on this machine"), .timeLimit(.minutes(5)))
    func everyLineIsReadOrHasAReason() throws {
        let lines = Self.lines()
        let driver = try PipelineDriver(
            parse: "[{combined: {}}]", enrich: "[{set: {c: \"string(status / 100) + 'xx'\"}}]",
            route: "[{to: errors, when: 'status >= 500'}, {to: web, when: 'true'}]", outputs: ["web", "errors"],
            eventTime: "{field: ts, format: unix_ms}")
        var reasons: [String: Int] = [:]
        var routed = [0, 0]
        for line in lines {
            switch driver.verdict(line) {
            case .routed(let set): routed[set.first] += 1
            case .filtered: reasons["filtered", default: 0] += 1
            case .failed(let failure): reasons[failure.reason.name, default: 0] += 1
            }
        }
        #expect(lines.count > 10_000)
        #expect(routed.reduce(0, +) + reasons.values.reduce(0, +) == lines.count)
        // Bytes of another encoding in a request; nothing else in these lines defeats the parser.
        #expect(reasons.keys.allSatisfy { $0 == "invalid_utf8" }, "\(reasons)")
        #expect(routed[0] + routed[1] >= lines.count - 10, "\(routed) \(reasons)")
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import MonitorFile
import Platform
import Topology
import YAML

/// Loads texts without a disk.
enum Loading {
    /// Files by path; all others are absent.
    static func files(_ texts: [String: String]) -> FileReading {
        FileReading { path, limit in
            guard let text = texts[path] else {
                return .failure(FileError(code: 2, operation: "open", path: path))
            }
            guard text.utf8.count <= limit else {
                return .failure(FileError(code: 27, operation: "read", path: path))
            }
            return .success(Array(text.utf8))
        }
    }

    static func monitor(
        _ text: String, environment: [String: String] = [:], files: [String: String] = [:]
    ) -> LoadedMonitor {
        MonitorLoader(environment: environment, files: Self.files(files))
            .load(bytes: Array(text.utf8), path: "monitor.yaml")
    }

    static func burrow(_ text: String, environment: [String: String] = [:]) -> LoadedMonitor {
        BurrowConfigReader(environment: environment, files: files([:]))
            .load(bytes: Array(text.utf8), path: "burrow.toml")
    }

    /// "monitor.yaml:1:2: message" of each finding.
    static func places(_ loaded: LoadedMonitor) -> [String] {
        loaded.diagnostics.map { "\($0.file):\($0.span.start.line):\($0.span.start.column): \($0.message)" }
    }
}

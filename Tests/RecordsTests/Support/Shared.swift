// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Files that live beside the package, for tests that want more than the repository holds.
enum Shared {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")

    /// The root of the package.
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    static func names(in path: String) -> [String] {
        let found = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: path).path)
        return (found ?? []).sorted()
    }

    static func bytes(of path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: path)))
    }
}

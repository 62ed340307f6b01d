// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

/// Directories below a root: made when needed, never through a symbolic link, and durable before anyone relies on them.
struct DirectoryTree {
    private let root: String
    private let files: StoreFiles
    /// Directories whose own names are known to be durable.
    private var durable: Set<String> = []
    /// Directories that were used and are durable after the next `synchronize`.
    private var used: Set<String> = []
    /// Directories that have to be synchronized.
    private var touched: Set<String> = []

    init(root: String, files: StoreFiles) {
        self.root = root
        self.files = files
    }

    /// The absolute path of a directory, made with those above it where absent. What is found there must be a directory
    /// at every name: a symbolic link would lead out of the root.
    @discardableResult
    mutating func ensure(_ names: [String]) throws(StoreError) -> String {
        var absolute = ""
        absolute.reserveCapacity(names.reduce(root.utf8.count) { $0 + 1 + $1.utf8.count })
        absolute += root
        for name in names {
            let parentEnd = absolute.endIndex
            absolute += "/"
            absolute += name
            var found = try files.status(absolute)
            if found == nil {
                let path = absolute
                try files.run { (system) throws(FileError) in try system.createDirectory(path) }
                durable.remove(absolute)
                found = try files.status(absolute)
            }
            guard found?.kind == .directory else {
                throw StoreError(
                    code: .escape,
                    message: "\(absolute): not a directory; nothing is written through it, remove it or move it away")
            }
            if !durable.contains(absolute) {
                touched.insert(String(absolute[..<parentEnd]))
                used.insert(absolute)
            }
        }
        return absolute
    }

    /// Notes that a name in the directory has changed.
    mutating func touch(_ directory: String) {
        touched.insert(directory)
    }

    /// Makes everything that was touched durable. After an error the next call does all of it again.
    mutating func synchronize() throws(StoreError) {
        for path in touched.sorted() {
            try files.run { (system) throws(FileError) in try system.synchronizeDirectory(path) }
        }
        if durable.count + used.count > ProtocolLimits.durableDirectories { durable = [] }
        durable.formUnion(used)
        used = []
        touched = []
    }
}

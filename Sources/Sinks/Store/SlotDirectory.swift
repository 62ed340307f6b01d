// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

/// A slot's directory: `_pending/<group>/<number>/`, with the file that its holder locks.
enum SlotDirectory {
    struct Taken {
        let number: Int
        let lock: FileHandle
    }

    /// Takes the lowest slot of the group that no process holds, and begins a new tenure in it.
    static func takeLowestFree(
        _ root: ArchiveRoot, group: String, using generator: inout some RandomNumberGenerator
    ) throws(StoreError) -> Taken {
        let groupName = RootLayout.groupName(group)
        var tree = DirectoryTree(root: root.path, files: root.files)
        try tree.ensure([RootLayout.pending, groupName, RootLayout.handed])
        for kind in [RootLayout.rolled, RootLayout.undecided] {
            try tree.ensure([RootLayout.aside, groupName, kind])
        }
        for number in 0..<ProtocolLimits.slots {
            let directory = try tree.ensure([RootLayout.pending, groupName, String(number)])
            let path = directory + "/" + RootLayout.lock
            let lock = try root.files.run { (system) throws(FileError) in try system.lock(path) }
            guard let lock else { continue }
            do throws(StoreError) {
                try OperatorLock.checkFree(root, groupName: groupName)
                tree.touch(directory)
                try tree.synchronize()
                try writeTenure(in: directory, root.files, RootID(using: &generator).description)
            } catch {
                root.fileSystem.close(lock)
                throw error
            }
            return Taken(number: number, lock: lock)
        }
        throw StoreError(
            code: .slotsExhausted,
            message: "\(root.path): all \(ProtocolLimits.slots) slots of group \(group) are taken by running processes")
    }

    /// The text that tells one tenure of the slot from the next; nil before the first.
    static func tenure(in directory: String, _ files: StoreFiles) throws(StoreError) -> [UInt8]? {
        try files.contents(directory + "/" + RootLayout.tenure, limit: ProtocolLimits.smallFileBytes)
    }

    private static func writeTenure(in directory: String, _ files: StoreFiles, _ text: String) throws(StoreError) {
        let draft = directory + "/." + RootLayout.tenure
        try files.runIfThere { (system) throws(FileError) in try system.unlink(draft) }
        try files.create(draft, bytes: Array(text.utf8))
        try files.run { (system) throws(FileError) in try system.rename(draft, directory + "/" + RootLayout.tenure) }
    }
}

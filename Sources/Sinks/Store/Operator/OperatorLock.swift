// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

/// What keeps processes and operators apart while epochs of one group are settled by hand.
///
/// An operator locks `_pending/<group>/operator` and then asks for the slots; a process that starts takes its slot and
/// then looks at that file. So one of the two sees the other, whatever their order.
struct OperatorLock {
    private let root: ArchiveRoot
    private let groupName: String
    private var handles: [FileHandle]
    private var slots: Set<String> = []

    /// Throws `busy` while another operator settles.
    init(_ root: ArchiveRoot, groupName: String) throws(StoreError) {
        self.root = root
        self.groupName = groupName
        guard let handle = try Self.lock(Self.path(root, groupName), root) else {
            throw StoreError(
                code: .busy, message: "\(root.path): somebody else is settling epochs by hand; wait until that is done")
        }
        handles = [handle]
    }

    func release() {
        for handle in handles { root.fileSystem.close(handle) }
    }

    /// Takes a slot of the group; throws `busy` where a live process holds it.
    mutating func take(_ slot: String) throws(StoreError) {
        if slots.contains(slot) { return }
        let directory = root.path(RootLayout.pending, groupName, slot)
        guard let handle = try Self.lock(directory + "/" + RootLayout.lock, root) else {
            throw StoreError(
                code: .busy, message: "\(directory): held by a running process; stop it first, nothing was changed")
        }
        handles.append(handle)
        slots.insert(slot)
    }

    /// Takes every slot of the group, so that no process of it runs on this root.
    mutating func takeAll() throws(StoreError) {
        let entries = try root.files.list(root.path(RootLayout.pending, groupName))
        for entry in entries where entry.kind == .directory { try take(entry.name) }
    }

    /// Throws `busy` while an operator settles epochs of the group; a process must not read then.
    static func checkFree(_ root: ArchiveRoot, groupName: String) throws(StoreError) {
        let path = path(root, groupName)
        guard try root.files.status(path) != nil else { return }
        guard let handle = try lock(path, root) else {
            throw StoreError(
                code: .busy, message: "\(root.path): an operator is settling epochs of the group; try again afterwards")
        }
        root.fileSystem.close(handle)
    }

    private static func path(_ root: ArchiveRoot, _ groupName: String) -> String {
        root.path(RootLayout.pending, groupName, RootLayout.operatorLock)
    }

    private static func lock(_ path: String, _ root: ArchiveRoot) throws(StoreError) -> FileHandle? {
        try root.files.run { (system) throws(FileError) in try system.lock(path) }
    }
}

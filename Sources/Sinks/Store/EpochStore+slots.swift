// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

extension EpochStore {
    /// Takes other slots of the group that hold something and have been unlocked for a session timeout, so that their
    /// epochs can be settled. To be called every second or so, with monotonic time.
    ///
    /// The requests of the process that held such a slot are fenced by then. Returns the slots that were taken now.
    package func takeUnlockedSlots(sessionTimeout: Duration, now: Duration) throws(StoreError) -> [SlotName] {
        var names: [SlotName] = []
        for number in try otherSlots() where !watch.holds(number) {
            let directory = path(RootLayout.pending, String(number))
            guard try holdsEpochs(directory) else { continue }
            guard let lock = try lockSlot(directory) else {
                watch.sawLocked(number)
                continue
            }
            do throws(StoreError) {
                let tenure = try SlotDirectory.tenure(in: directory, files)
                if watch.sawUnlocked(number, tenure: tenure, now: now, timeout: sessionTimeout) {
                    watch.take(number, lock)
                    names.append(SlotName(root: root.id, number: number))
                } else {
                    root.fileSystem.close(lock)
                }
            } catch {
                root.fileSystem.close(lock)
                throw error
            }
        }
        return names
    }

    /// Lets go of slots that were taken and hold nothing any more.
    package func releaseEmptySlots() throws(StoreError) {
        for number in try otherSlots() where watch.holds(number) {
            if try holdsEpochs(path(RootLayout.pending, String(number))) { continue }
            if let lock = watch.release(number) { root.fileSystem.close(lock) }
        }
    }

    /// Removes what was never sealed from the slots that this process holds, but for its own open epochs. Returns how
    /// many there were.
    @discardableResult
    package func removeLeftovers() throws(StoreError) -> Int {
        var count = 0
        for number in try otherSlots().filter({ watch.holds($0) }) + [slot.number] {
            for directory in try epochDirectories(in: path(RootLayout.pending, String(number))) {
                if number == slot.number, live[directory.id] != nil { continue }
                if try files.status(directory.path + "/" + EpochDirectory.manifest) != nil { continue }
                try files.removeDirectory(directory.path, first: EpochDirectory.manifest)
                FaultPoint.reach(.leftoverRemoved)
                count += 1
            }
        }
        return try count + removeHandedLeftovers()
    }

    /// What is left of a handed-over epoch whose settling died between its manifest and its directory.
    private func removeHandedLeftovers() throws(StoreError) -> Int {
        let parent = path(RootLayout.pending, RootLayout.handed)
        let directories = try epochDirectories(in: parent)
        if directories.isEmpty { return 0 }
        guard let lock = try lockSlot(parent) else { return 0 }
        defer { root.fileSystem.close(lock) }
        var count = 0
        for (_, directory) in directories {
            if try files.status(directory + "/" + EpochDirectory.manifest) != nil { continue }
            try files.removeDirectory(directory, first: EpochDirectory.manifest)
            count += 1
        }
        return count
    }

    /// The numbers of all slots of the group but this process's own.
    func otherSlots() throws(StoreError) -> [Int] {
        try files.list(root.path(RootLayout.pending, groupName)).compactMap { entry in
            guard entry.kind == .directory, let number = Decimal.number(entry.name),
                number < Int64(ProtocolLimits.slots), number != Int64(slot.number)
            else { return nil }
            return Int(number)
        }
    }

    /// The directories of epochs, sealed or not, in a slot's directory.
    func epochDirectories(in directory: String) throws(StoreError) -> [(id: EpochID, path: String)] {
        try files.list(directory).compactMap { entry in
            guard entry.kind == .directory, let id = EpochID(text: entry.name) else { return nil }
            return (id, directory + "/" + entry.name)
        }
    }

    func lockSlot(_ directory: String) throws(StoreError) -> FileHandle? {
        try files.run { (system) throws(FileError) in try system.lock(directory + "/" + RootLayout.lock) }
    }

    func holdsEpochs(_ directory: String) throws(StoreError) -> Bool {
        try !epochDirectories(in: directory).isEmpty
    }
}

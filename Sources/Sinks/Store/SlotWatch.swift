// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

/// What one process knows of the other slots of its group: since when each is unlocked, and which it has taken.
struct SlotWatch {
    private struct Sighting {
        let since: Duration
        let tenure: [UInt8]?
    }

    private var unlocked: [Int: Sighting] = [:]
    private var taken: [Int: FileHandle] = [:]

    func holds(_ number: Int) -> Bool { taken[number] != nil }

    /// Notes that a slot is locked by someone else.
    mutating func sawLocked(_ number: Int) {
        unlocked[number] = nil
    }

    /// Notes that a slot is unlocked, and says whether it has been for the timeout without a tenure in between.
    mutating func sawUnlocked(_ number: Int, tenure: [UInt8]?, now: Duration, timeout: Duration) -> Bool {
        if let sighting = unlocked[number], sighting.tenure == tenure { return now - sighting.since >= timeout }
        unlocked[number] = Sighting(since: now, tenure: tenure)
        return timeout <= .zero
    }

    mutating func take(_ number: Int, _ lock: FileHandle) {
        unlocked[number] = nil
        taken[number] = lock
    }

    mutating func release(_ number: Int) -> FileHandle? { taken.removeValue(forKey: number) }

    mutating func removeTaken() -> [FileHandle] {
        let handles = Array(taken.values)
        taken = [:]
        return handles
    }
}

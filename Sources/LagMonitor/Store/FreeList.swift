// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Numbers of places in a table, of which those given up are used again, the last one first.
struct FreeList: Sendable {
    private var free: [UInt32] = []
    /// Places that were ever used.
    private(set) var end: UInt32 = 0

    /// Places in use.
    var count: Int { Int(end) - free.count }
    var heapBytes: Int { free.capacity * 4 }

    /// A place, and whether it is one that was never used.
    mutating func take() -> (place: UInt32, isNew: Bool) {
        if let place = free.popLast() { return (place, false) }
        defer { end += 1 }
        return (end, true)
    }

    mutating func giveBack(_ place: UInt32) {
        free.append(place)
    }
}

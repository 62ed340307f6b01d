// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a leader said of one partition's end.
struct PartitionEnds: Sendable {
    /// High watermarks, oldest first; as many as a ring has slots. Windows share the array.
    var samples: [Int64] = []
    var ends: LogEnds?
    /// When a high watermark was below the one before it, in milliseconds since 1970; the newest time.
    var truncatedAtMs: Int64?
}

/// A topic that exists.
struct TopicEntry: Sendable {
    var name: String
    var bytes: NameRange
    var hash: UInt64
    var isLive = true
    var partitions: [PartitionEnds]
    /// As the newest commit or subscription that had one said.
    var id: TopicID?
}

/// A group, or one that a list denies.
struct GroupEntry: Sendable {
    var name: String
    var bytes: NameRange
    var hash: UInt64
    var isLive = true
    var isDenied = false
    /// Of the newest commit; nil: none.
    var lastCommitMs: Int64?
    /// Of all commits that were the newest of their partitions.
    var newestOrder = Int64.min
    /// The group's topics: places in the table of `ConsumedEntry`, by topic name.
    var consumed: [UInt32] = []
}

/// A topic in which a group has committed, or owns something.
struct ConsumedEntry: Sendable {
    static let noRing = UInt32.max

    var group: UInt32
    var topic: UInt32
    var hash: UInt64
    var isLive = true
    /// Per partition that was known when the last new one was met.
    var rings: [UInt32] = []
}

/// Who a partition belongs to.
struct Owner: Sendable, Hashable {
    var host: String
    var clientID: String

    static let none = Owner(host: "", clientID: "")
}

/// Owners by number, each once; 0 is `Owner.none`.
struct OwnerTable: Sendable {
    private var owners: [(owner: Owner, uses: Int)] = [(.none, 1)]
    private var numbers: [Owner: UInt32] = [:]
    private var free: [UInt32] = []

    var count: Int { numbers.count }

    subscript(number: UInt32) -> Owner { owners[Int(number)].owner }

    /// The owner's number, with one more use of it; 0 where there are too many.
    mutating func take(_ owner: Owner) -> UInt32 {
        if owner == .none { return 0 }
        if let number = numbers[owner] {
            owners[Int(number)].uses += 1
            return number
        }
        guard numbers.count < StoreLimits.ownersMax else { return 0 }
        if let number = free.popLast() {
            owners[Int(number)] = (owner, 1)
            numbers[owner] = number
            return number
        }
        owners.append((owner, 1))
        numbers[owner] = UInt32(owners.count - 1)
        return UInt32(owners.count - 1)
    }

    mutating func giveBack(_ number: UInt32) {
        if number == 0 { return }
        owners[Int(number)].uses -= 1
        guard owners[Int(number)].uses == 0 else { return }
        numbers[owners[Int(number)].owner] = nil
        owners[Int(number)].owner = .none
        free.append(number)
    }
}

/// A member of a group of the protocol of KIP-848, put together from its two records.
struct ConsumerMember: Sendable {
    var owner: Owner?
    var assigned: [CurrentAssignmentRecord.Topic] = []
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// That processes have begun to read a partition at an offset and have published nothing of it since.
struct StartNote: Hashable, Sendable, Codable {
    let topic: String
    let partition: Int32
    let incarnation: Incarnation
    let offset: Int64
    /// How many processes of the slot, one after the other, have begun there.
    var starts: Int

    /// Whether two notes are about the same place of the same log.
    func isOfSamePlace(as other: StartNote) -> Bool {
        topic == other.topic && partition == other.partition && incarnation == other.incarnation
            && offset == other.offset
    }
}

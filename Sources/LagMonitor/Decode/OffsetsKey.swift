// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a record of `__consumer_offsets` is about: the 16-bit number at the front of its key.
enum OffsetsKind: Sendable, Equatable {
    /// 0 and 1
    case commit
    /// 2, the classic protocol
    case group
    /// 3 to 8 (KIP-848)
    case consumerGroup
    case partitionMetadata
    case member
    case targetAssignment
    case targetAssignmentMember
    case currentAssignment
    /// 9 to 15 (KIP-932)
    case shareGroup
    /// 16
    case regularExpression
    /// 17 to 24 (KIP-1071)
    case streamsGroup
    case unknown

    init(_ number: Int16) {
        self =
            switch number {
            case 0, 1: .commit
            case 2: .group
            case 3: .consumerGroup
            case 4: .partitionMetadata
            case 5: .member
            case 6: .targetAssignment
            case 7: .targetAssignmentMember
            case 8: .currentAssignment
            case 9...15: .shareGroup
            case 16: .regularExpression
            case 17...24: .streamsGroup
            default: .unknown
            }
    }
}

/// The key of a commit, as ranges of the key's bytes.
package struct CommitKey: Sendable, Equatable {
    package var group: Range<Int>
    package var topic: Range<Int>
    package var partition: Int32

    /// Reads behind the kind; nil where it does not decode.
    @inline(__always)
    static func read(_ reader: inout ByteReader) -> CommitKey? {
        let group = reader.name(isFlexible: false)
        let topic = reader.name(isFlexible: false)
        let partition = reader.int32()
        return reader.isBroken ? nil : CommitKey(group: group, topic: topic, partition: partition)
    }
}

/// The value of a commit, with its metadata as a range of the value's bytes.
package struct CommitRecord: Sendable, Equatable {
    package var version: Int16
    package var offset: Int64
    /// -1: none
    package var leaderEpoch: Int32 = -1
    /// Nil for null.
    package var metadata: Range<Int>?
    /// In milliseconds since 1970.
    package var timestampMs: Int64 = 0
    /// The same; nil but in version 1, -1 there for the broker's default.
    package var expireMs: Int64?
    /// In version 4, where the committer named the topic's id.
    package var topicID: TopicID?

    /// How the metadata of Sluice's own commits begin, whatever their version. The sinks write it
    /// (`CommitMetadata.encode`).
    package static let sluicePrefix = "sluice/"
    /// The same as a number, lowest byte first.
    private static let sluicePrefixWord: UInt64 = 0x2F_6563_6975_6C73

    /// Whether the commit of these bytes is one of Sluice's own.
    @inline(__always)
    package func isSluice(in value: RawSpan) -> Bool {
        guard let metadata, metadata.count > 7, metadata.upperBound <= value.byteCount else { return false }
        let word = value.unsafeLoadUnaligned(fromByteOffset: metadata.lowerBound, as: UInt64.self)
        return UInt64(littleEndian: word) & 0x00FF_FFFF_FFFF_FFFF == Self.sluicePrefixWord
    }

    /// Reads a value that is not empty; nil where it does not decode, or its version is not known.
    @inline(__always)
    package static func read(_ value: RawSpan) -> CommitRecord? {
        var reader = ByteReader(value)
        let version = reader.int16()
        guard version >= 0, version <= 4 else { return nil }
        var record = CommitRecord(version: version, offset: reader.int64())
        if version >= 3 { record.leaderEpoch = reader.int32() }
        record.metadata = reader.text(isFlexible: version == 4)
        record.timestampMs = reader.int64()
        if version == 1 { record.expireMs = reader.int64() }
        if version == 4 { record.topicID = reader.tags(withTopicID: true) }
        return reader.isBroken ? nil : record
    }
}

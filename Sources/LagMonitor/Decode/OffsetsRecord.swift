// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A record of `__consumer_offsets` (Kafka's `group-coordinator` schemas, up to Kafka 4.1). A nil value is a tombstone.
///
/// The store reads commits without this, since names become strings here only when asked for.
package enum OffsetsRecord: Sendable, Equatable {
    /// The ranges are those of the key and the value that were decoded.
    case commit(CommitKey, CommitRecord?)
    case group(String, GroupMetadata?)
    case consumerGroup(String, ConsumerGroupRecord?)
    case partitionMetadata(String, PartitionMetadataRecord?)
    case member(String, memberID: String, MemberRecord?)
    case currentAssignment(String, memberID: String, CurrentAssignmentRecord?)
    /// Known, and not needed: the key's number.
    case skipped(Int16)
    case unknown(Int16)

    /// Decodes a record; nil where its bytes are not what its key's number says, or its version is not known. An empty
    /// value is a tombstone, too.
    package static func decode(key: RawSpan, value: RawSpan?) -> OffsetsRecord? {
        var reader = ByteReader(key)
        let number = reader.int16()
        if reader.isBroken { return nil }
        let kind = OffsetsKind(number)
        switch kind {
        case .commit:
            guard let key = CommitKey.read(&reader) else { return nil }
            guard let value, value.byteCount > 0 else { return .commit(key, nil) }
            return CommitRecord.read(value).map { .commit(key, $0) }
        case .unknown: return .unknown(number)
        case .targetAssignment, .targetAssignmentMember, .shareGroup, .regularExpression, .streamsGroup:
            return .skipped(number)
        case .group, .consumerGroup, .partitionMetadata, .member, .currentAssignment:
            return decode(kind, &reader, value: value)
        }
    }

    private static func decode(_ kind: OffsetsKind, _ reader: inout ByteReader, value: RawSpan?) -> OffsetsRecord? {
        let groupRange = reader.name(isFlexible: false)
        let hasMember = kind == .member || kind == .currentAssignment
        let memberRange = hasMember ? reader.name(isFlexible: false) : 0..<0
        if reader.isBroken { return nil }
        let group = reader.string(groupRange)
        let memberID = reader.string(memberRange)
        guard let value, value.byteCount > 0 else {
            switch kind {
            case .group: return .group(group, nil)
            case .consumerGroup: return .consumerGroup(group, nil)
            case .partitionMetadata: return .partitionMetadata(group, nil)
            case .member: return .member(group, memberID: memberID, nil)
            default: return .currentAssignment(group, memberID: memberID, nil)
            }
        }
        switch kind {
        case .group: return GroupMetadata.read(value).map { .group(group, $0) }
        case .consumerGroup: return ConsumerGroupRecord.read(value).map { .consumerGroup(group, $0) }
        case .partitionMetadata: return PartitionMetadataRecord.read(value).map { .partitionMetadata(group, $0) }
        case .member: return MemberRecord.read(value).map { .member(group, memberID: memberID, $0) }
        default:
            return CurrentAssignmentRecord.read(value).map { .currentAssignment(group, memberID: memberID, $0) }
        }
    }
}

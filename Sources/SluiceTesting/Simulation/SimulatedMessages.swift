// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

/// What the simulated ingest wants of its writer, as `WriterCommand`.
enum SimulatedCommand {
    case begin(EpochID)
    /// Write the records' numbers, complete the manifest with the files, seal.
    case seal(Manifest, records: [Int32])
    case publish(EpochID, partition: Int)
    case abandon(EpochID)
    case orphan(EpochID)
    case settle(partition: Int, ticket: Int, committed: CommittedPosition?, isOwner: Bool, position: Int64?)
    case listLeftovers
    case stop
}

/// What the simulated ingest asks of the broker, as `BrokerQuestion`. The committed position and the log's ends are
/// two questions in the program, too.
enum SimulatedQuestion {
    case standing(partition: Int, ticket: Int)
    case ends(partition: Int, ticket: Int, committed: CommittedPosition?, era: Int)
    case record(partition: Int, offset: Int64, ticket: Int)
    case committed([Int], membership: Int)
}

/// What arrives for the simulated ingest, as `IngestMail`.
enum SimulatedMail {
    case sealed(Manifest)
    case lost(EpochID)
    case published(EpochID, partition: Int)
    case settled(partition: Int, ticket: Int, SimulatedSettling)
    case leftovers([Int])
    case standing(partition: Int, ticket: Int, SimulatedStanding)
    case record(partition: Int, ticket: Int, RecordIdentity?)
    case committed([(partition: Int, CommittedPosition?)], membership: Int)
}

/// What the broker knows of a partition.
struct SimulatedStanding {
    let committed: CommittedPosition?
    /// How often operators had set the group back when that was asked.
    let era: Int
    let logStart: Int64
    let logEnd: Int64

    /// Where the group's offset points to, or the log's start where that is beyond it; nil without an offset.
    var position: Int64? { committed.map { max($0.offset, logStart) } }
}

/// What is left of a partition after settling.
struct SimulatedSettling {
    let coverage: PartitionCoverage
    /// The published epoch that holds the position.
    let holder: OffsetRange?
    let pending: [PendingEpoch]
    let hasUndecided: Bool
}

/// What the group tells a member.
enum SimulatedEvent {
    case assign(Int)
    case revoke(Int)
    case lost([Int])
}

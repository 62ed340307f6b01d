// Sluice
// SPDX-License-Identifier: Apache-2.0

import Runtime
import Sinks

/// A commit on its way to the coordinator.
struct SimulatedRequest {
    let process: Int
    /// Which start of the process, and which of its clients: answers to others go nowhere.
    let run: Int
    let membership: Int
    let slot: Int
    let token: Int
    let generation: Int
    let partition: Int
    let position: CommittedPosition
    /// The epoch that the commit commits.
    let epoch: EpochID
    /// Whether the client has been told something already.
    var isAnswered = false
}

/// The answer to a commit, as the client hands it on.
struct SimulatedResult {
    let partition: Int
    let offset: Int64
    let outcome: PartitionMachine.CommitOutcome
}

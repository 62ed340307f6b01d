// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Topology

/// A planned stage that works on the fields of a record.
protocol RecordStage: StagePlan {
    /// Runs over one record. Never traps, whatever the record holds, and allocates nothing in the long run.
    func run(_ record: inout Record, _ tools: inout StageTools) -> StageOutcome
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a stage did to a record.
enum StageOutcome {
    case unchanged
    case changed
    case failed(FailureReason)
}

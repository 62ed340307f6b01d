// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A stage at an address of its own, for steps to borrow.
final class StageBox<Stage: RecordStage>: Sendable {
    let stage: Stage

    init(_ stage: Stage) {
        self.stage = stage
    }
}

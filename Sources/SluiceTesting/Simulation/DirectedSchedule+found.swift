// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

extension DirectedSchedule {
    /// Schedules that showed errors of the protocol.
    static var found: [DirectedSchedule] {
        [retentionWithinSuperseded]
    }

    /// Retention takes the beginning of an epoch that is to be superseded, when the new generation has begun.
    private static var retentionWithinSuperseded: DirectedSchedule {
        DirectedSchedule(
            [], SimulationShape(homes: [0], onRewind: .supersede),
            [
                append(4), begin(0), drain(0), reset(.back(2)), begin(0), work(0), [.deliver(0, .unanswered), .halt],
                [.retain(partition: 0, by: 2)],
            ])
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Stages
import Telemetry

/// The counters of one pipeline's stages, brought to the registry now and then: the pipeline itself counts without a
/// lock.
///
/// Lives as long as its pipeline; the counters in the registry outlive both and go on with the next one.
struct StageMetrics {
    private struct Stage {
        let received: Counter
        let changed: Counter
        let failed: Counter
    }

    private let stages: [Stage]
    /// What was brought over so far.
    private var noted: [StageCounters]

    init(registry: MetricsRegistry, labels: MetricLabels, stages names: [String]) {
        stages = names.map { name in
            let labels = labels.adding(["stage": name])
            return Stage(
                received: registry.counter("sluice_stage_received_total", "Records that came to a stage", labels),
                changed: registry.counter(
                    "sluice_stage_changed_total", "Records that a stage changed, or that a rule of the route took",
                    labels),
                failed: registry.counter(
                    "sluice_stage_failed_total", "Records that a stage sent to the dead letters", labels))
        }
        noted = Array(repeating: StageCounters(), count: names.count)
    }

    /// Brings over what was counted since the last time; one element for each stage.
    mutating func note(_ counters: [StageCounters]) {
        for index in stages.indices where counters[index] != noted[index] {
            stages[index].received.add(counters[index].received - noted[index].received)
            stages[index].changed.add(counters[index].changed - noted[index].changed)
            stages[index].failed.add(counters[index].failed - noted[index].failed)
            noted[index] = counters[index]
        }
    }
}

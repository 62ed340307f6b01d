// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
package import Telemetry

/// The metrics of one topology. Counts are added per batch or epoch, never per record.
package struct TopologyMetrics: Sendable {
    private let registry: MetricsRegistry
    private let labels: MetricLabels
    let received: Counter
    let receivedBytes: Counter
    let archived: Counter
    let filtered: Counter
    let deadLettered: Counter
    let batches: Histogram
    let epochAge: Histogram
    let epochsPublished: Counter
    let sealedRecords: Counter
    let commits: Counter
    let commitFailures: Counter
    let sealFailures: Counter
    let rebalances: Counter
    let rejoins: Counter
    let startAlerts: Counter
    let kafkaErrors: Counter
    let stalls: Counter
    let inFlightBytes: Gauge
    let openFiles: Gauge
    let assignedPartitions: Gauge
    let restarts: Counter
    let isHealthy: Gauge
    let lagToSealed: Gauge
    let diskFreeBytes: Gauge
    let diskFullSeconds: Gauge

    package init(registry: MetricsRegistry, topology: String) {
        let labels: MetricLabels = ["topology": topology]
        self.registry = registry
        self.labels = labels
        func counter(_ name: String, _ help: String) -> Counter { registry.counter(name, help, labels) }
        func gauge(_ name: String, _ help: String) -> Gauge { registry.gauge(name, help, labels) }
        received = counter("sluice_records_received_total", "Records taken from Kafka")
        receivedBytes = counter("sluice_received_bytes_total", "Payload bytes taken from Kafka")
        archived = counter("sluice_records_routed_total", "Records that went to at least one output")
        filtered = counter("sluice_records_filtered_total", "Records that a rule discarded")
        deadLettered = counter("sluice_records_dead_lettered_total", "Records that went to the dead letters")
        batches = registry.histogram(
            "sluice_batch_records", "Records in a batch", bounds: Histogram.countBounds, labels)
        epochAge = registry.histogram(
            "sluice_epoch_open_seconds", "Time from an epoch's first record to its closing",
            bounds: Histogram.durationBounds, labels)
        epochsPublished = counter("sluice_epochs_published_total", "Epochs that were published")
        sealedRecords = counter("sluice_records_sealed_total", "Records in published epochs")
        commits = counter("sluice_commits_total", "Commits that the group has taken")
        commitFailures = counter("sluice_commit_failures_total", "Commits refused or without an answer")
        sealFailures = counter("sluice_seal_failures_total", "Epochs whose files could not be made durable")
        rebalances = counter("sluice_rebalances_total", "Changes of the assignment")
        rejoins = counter("sluice_rejoins_total", "Memberships given up to join anew")
        startAlerts = counter(
            "sluice_start_alerts_total", "Assignments that found records lost, a new incarnation or lost offsets")
        kafkaErrors = counter("sluice_kafka_errors_total", "Errors that the Kafka client reported")
        stalls = counter("sluice_stalls_total", "Waits for the archive writer")
        inFlightBytes = gauge("sluice_in_flight_bytes", "Bytes on their way to the archive writer")
        openFiles = gauge("sluice_open_files", "Files that take in records")
        assignedPartitions = gauge("sluice_assigned_partitions", "Partitions assigned to this process")
        restarts = counter("sluice_restarts_total", "Restarts of the topology")
        isHealthy = gauge("sluice_healthy", "1 while the topology reads and seals, else 0")
        diskFreeBytes = gauge("sluice_disk_free_bytes", "Free bytes on the disk of the archive root")
        diskFullSeconds = gauge(
            "sluice_disk_full_seconds", "Time until the disk is full at the rate of the last minutes; +Inf: never")
        diskFullSeconds.set(.infinity)
        lagToSealed = gauge("sluice_sealed_lag_records", "Records in Kafka that are not in published epochs yet")
    }

    /// Counters for the stages of a pipeline.
    func stages(_ names: [String]) -> StageMetrics {
        StageMetrics(registry: registry, labels: labels, stages: names)
    }

    func note(_ counts: VerdictCounts) {
        received.add(Int(counts.records))
        receivedBytes.add(Int(counts.payloadBytes))
        archived.add(Int(counts.archived))
        filtered.add(Int(counts.filtered))
        deadLettered.add(Int(counts.deadLettered))
    }

    func noteDeadLetter(_ reason: String) {
        registry.counter(
            "sluice_dead_letters_total", "Dead letters by reason", labels.adding(["reason": reason])
        ).add()
    }

    func notePublished(_ manifest: Manifest) {
        epochsPublished.add()
        sealedRecords.add(Int(manifest.dispositions.total ?? 0))
        for (output, rows) in manifest.dispositions.rows {
            registry.counter(
                "sluice_output_rows_total", "Rows in published files by output", labels.adding(["output": output])
            ).add(Int(rows))
        }
        for file in manifest.files {
            registry.counter(
                "sluice_output_bytes_total", "Bytes of published files by output",
                labels.adding(["output": file.output])
            ).add(Int(file.bytes))
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Telemetry

struct MetricsRegistryTests {
    @Test func textHasHelpTypeAndSeriesInOrder() {
        let registry = MetricsRegistry()
        registry.gauge("sluice_open_files", "Files that are open.", ["topology": "web"]).set(3)
        let records = registry.counter("sluice_records_received_total", "Records\ntaken \\ from Kafka.")
        records.add(5)
        records.add()
        registry.doubleCounter("sluice_busy_seconds_total", "Seconds of work.").add(.milliseconds(1500))
        registry.read("sluice_memory_bytes", .gauge, "Memory.") { 2.5 }
        #expect(
            registry.render() == """
                # HELP sluice_busy_seconds_total Seconds of work.
                # TYPE sluice_busy_seconds_total counter
                sluice_busy_seconds_total 1.5
                # HELP sluice_memory_bytes Memory.
                # TYPE sluice_memory_bytes gauge
                sluice_memory_bytes 2.5
                # HELP sluice_open_files Files that are open.
                # TYPE sluice_open_files gauge
                sluice_open_files{topology="web"} 3
                # HELP sluice_records_received_total Records\\ntaken \\\\ from Kafka.
                # TYPE sluice_records_received_total counter
                sluice_records_received_total 6

                """)
    }

    @Test func histogramCountsUpToEachBound() {
        let registry = MetricsRegistry()
        let histogram = registry.histogram("sluice_epoch_seconds", "Age of epochs.", bounds: [0.1, 1], ["out": "a"])
        for value in [0.05, 0.1, 0.5, 7, .nan] { histogram.observe(value) }
        histogram.observe(.seconds(2))
        #expect(
            registry.render() == """
                # HELP sluice_epoch_seconds Age of epochs.
                # TYPE sluice_epoch_seconds histogram
                sluice_epoch_seconds_bucket{out="a",le="0.1"} 2
                sluice_epoch_seconds_bucket{out="a",le="1"} 3
                sluice_epoch_seconds_bucket{out="a",le="+Inf"} 5
                sluice_epoch_seconds_sum{out="a"} 9.65
                sluice_epoch_seconds_count{out="a"} 5

                """)
    }

    @Test func sameNameAndLabelsAreTheSameInstrument() {
        let registry = MetricsRegistry()
        registry.counter("sluice_a_total", "A.", ["x": "1"]).add(1)
        registry.counter("sluice_a_total", "A.", ["x": "1"]).add(1)
        #expect(registry.counter("sluice_a_total", "A.", ["x": "1"]).value == 2)
        #expect(registry.counter("sluice_a_total", "A.", ["x": "2"]).value == 0)
    }

    @Test func labelValuesAreEscapedAndCut() {
        let registry = MetricsRegistry()
        registry.gauge("sluice_x", "X.", ["topic": "a\"b\\c\nd"]).set(true)
        #expect(registry.render().contains(#"sluice_x{topic="a\"b\\c\nd"} 1"#))
        let long = MetricLabels([("topic", String(repeating: "é", count: 1000))])
        #expect(long.pairs[0].value.utf8.count <= TelemetryLimits.labelValueBytesMax)
        #expect(long.pairs[0].value.hasSuffix("é…"))
    }

    @Test func labelSetsBeyondTheLimitShareOneSeriesAndAreCounted() {
        let registry = MetricsRegistry(seriesPerMetric: 2)
        for name in ["a", "b", "c", "d", "c"] { registry.counter("sluice_a_total", "A.", ["x": .init(name)]).add(1) }
        let text = registry.render()
        #expect(text.contains("sluice_a_total{x=\"a\"} 1\n"))
        #expect(text.contains("sluice_a_total{x=\"__other__\"} 3\n"))
        #expect(text.contains("sluice_metrics_overflow_total{metric=\"sluice_a_total\"} 3\n"))
    }

    @Test func removedSeriesAreGone() {
        let registry = MetricsRegistry()
        registry.gauge("sluice_x", "X.", ["topology": "a", "stage": "1"]).set(1)
        registry.gauge("sluice_x", "X.", ["topology": "b", "stage": "1"]).set(1)
        registry.remove(["topology": "a"])
        #expect(!registry.render().contains("\"a\""))
        #expect(registry.render().contains("\"b\""))
        registry.remove(["topology": "b"])
        #expect(registry.render() == "")
    }

    @Test(arguments: [
        (0.0, "0"), (-1, "-1"), (1.5, "1.5"), (1e15, "1000000000000000.0"), (.infinity, "+Inf"),
        (-.infinity, "-Inf"), (.nan, "NaN"),
    ])
    func numbersAreReadable(_ value: Double, _ expected: String) {
        #expect(PrometheusText.number(value) == expected)
    }

    @Test(arguments: [
        ("sluice_records", MetricKind.counter), ("sluice_records_total", .gauge), ("sluice_wait_ms", .gauge),
        ("sluice_wait_milliseconds_total", .counter), ("Sluice", .gauge), ("9a", .gauge), ("", .gauge),
        ("sluice_x_count", .gauge), ("sluice-x", .gauge),
    ])
    func wrongNamesHaveAFault(_ name: String, _ kind: MetricKind) {
        #expect(MetricName.fault(name, kind) != nil)
    }

    @Test func wrongNameTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = MetricsRegistry().counter("sluice_records", "Records.")
        }
    }

    @Test func addsOfManyTasksAllCount() async {
        let registry = MetricsRegistry()
        let counter = registry.counter("sluice_a_total", "A.")
        let seconds = registry.doubleCounter("sluice_b_seconds_total", "B.")
        let histogram = registry.histogram("sluice_c_seconds", "C.")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<10_000 {
                        counter.add(2)
                        seconds.add(0.5)
                        histogram.observe(1.0)
                    }
                }
            }
        }
        #expect(counter.value == 80_000)
        #expect(seconds.value == 20_000)
        #expect(histogram.snapshot.counts.reduce(0, +) == 40_000)
        #expect(histogram.snapshot.sum == 40_000)
    }

    @Test(.enabled(if: SystemTool.has("promtool"), "promtool is not installed"))
    func promtoolFindsNothingToComplain() {
        let registry = MetricsRegistry(seriesPerMetric: 3)
        for index in 0..<5 {
            let labels = MetricLabels([("topology", "t \"\(index)\" \\ \n é")])
            registry.counter("sluice_records_received_total", "Records taken from Kafka.", labels).add(index)
            registry.gauge("sluice_lag_records", "Records behind the end.", labels).set(Double(index) / 3)
            registry.histogram("sluice_epoch_duration_seconds", "Age.", labels).observe(0.2)
            registry.histogram("sluice_epoch_size_bytes", "Size.", bounds: Histogram.sizeBounds, labels).observe(1e30)
        }
        registry.gauge("sluice_ratio", "Odd.").set(.nan)
        #expect(SystemTool.run("promtool check metrics", input: registry.render()) == ("", 0))
    }
}

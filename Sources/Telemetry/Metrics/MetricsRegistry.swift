// Sluice
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The metrics of a process: hands out instruments by name and labels, renders them all.
///
/// Instruments are looked up once and kept by who uses them; the registry's lock is never on the data path. The same
/// name and labels give the same instrument. A name with another kind, or one that breaks Prometheus' rules, traps.
package final class MetricsRegistry: Sendable {
    private let families: Mutex<[String: MetricFamily]>
    private let seriesMax: Int

    package init(seriesPerMetric seriesMax: Int = TelemetryLimits.seriesPerMetric) {
        precondition(seriesMax > 0, "a metric needs room for a series")
        self.seriesMax = seriesMax
        families = Mutex([:])
    }

    /// A counter of whole numbers; its name ends in `_total`.
    package func counter(_ name: String, _ help: String, _ labels: MetricLabels = [:]) -> Counter {
        let found = instrument(name, .counter, help, labels) { .counter(Counter()) }
        guard case .counter(let counter) = found else { preconditionFailure("'\(name)' counts no whole numbers") }
        return counter
    }

    /// A counter of decimal numbers; its name ends in `_total`, before it the unit: `_seconds_total`.
    package func doubleCounter(_ name: String, _ help: String, _ labels: MetricLabels = [:]) -> DoubleCounter {
        let found = instrument(name, .counter, help, labels) { .doubleCounter(DoubleCounter()) }
        guard case .doubleCounter(let counter) = found else { preconditionFailure("'\(name)' counts whole numbers") }
        return counter
    }

    package func gauge(_ name: String, _ help: String, _ labels: MetricLabels = [:]) -> Gauge {
        let found = instrument(name, .gauge, help, labels) { .gauge(Gauge()) }
        guard case .gauge(let gauge) = found else { preconditionFailure("'\(name)' is read by a closure") }
        return gauge
    }

    /// A histogram with ascending finite bounds, which the first use of the name decides.
    package func histogram(
        _ name: String, _ help: String, bounds: [Double] = Histogram.durationBounds, _ labels: MetricLabels = [:]
    ) -> Histogram {
        precondition(
            !bounds.isEmpty && zip(bounds, bounds.dropFirst()).allSatisfy(<) && bounds.allSatisfy(\.isFinite),
            "bounds of '\(name)' do not ascend")
        let found = instrument(name, .histogram, help, labels, bounds: bounds) { .histogram(Histogram(bounds: $0)) }
        guard case .histogram(let histogram) = found else { preconditionFailure("'\(name)' is no histogram") }
        return histogram
    }

    /// A counter or gauge whose value is asked for at each rendering; a later closure of the same name and labels
    /// replaces the earlier one. The closure must not block and must not use the registry.
    package func read(
        _ name: String, _ kind: MetricKind, _ help: String, _ labels: MetricLabels = [:],
        _ value: @escaping @Sendable () -> Double
    ) {
        precondition(kind != .histogram, "a closure gives one value")
        precondition(MetricName.fault(name, kind) == nil, "'\(name)': \(MetricName.fault(name, kind) ?? "")")
        families.withLock { families in
            var family = families[name] ?? MetricFamily(kind: kind, help: help, bounds: [])
            precondition(family.kind == kind, "'\(name)' is a \(family.kind.rawValue)")
            if family.series[labels] == nil {
                guard family.series.count < seriesMax else {
                    family.refused += 1
                    families[name] = family
                    return
                }
                family.order.append(labels)
            }
            family.series[labels] = .read(value)
            families[name] = family
        }
    }

    /// Drops every series that has these labels among its own, such as those of a topology that has ended.
    package func remove(_ labels: MetricLabels) {
        precondition(!labels.pairs.isEmpty, "removing by no label would drop everything")
        families.withLock { families in
            for name in families.keys {
                guard var family = families[name] else { continue }
                family.order.removeAll { labels.isSubset(of: $0) }
                family.series = family.series.filter { !labels.isSubset(of: $0.key) }
                families[name] = family
            }
        }
    }

    /// All metrics in Prometheus' text format 0.0.4, names in order of the alphabet.
    package func render() -> String { PrometheusText.render(families.withLock { $0 }) }

    private func instrument(
        _ name: String, _ kind: MetricKind, _ help: String, _ labels: MetricLabels, bounds: [Double] = [],
        make: ([Double]) -> MetricInstrument
    ) -> MetricInstrument {
        precondition(MetricName.fault(name, kind) == nil, "'\(name)': \(MetricName.fault(name, kind) ?? "")")
        return families.withLock { families in
            var family = families[name] ?? MetricFamily(kind: kind, help: help, bounds: bounds)
            precondition(family.kind == kind, "'\(name)' is a \(family.kind.rawValue)")
            if let found = family.series[labels] { return found }
            var key = labels
            if family.series.count >= seriesMax {
                family.refused += 1
                key = labels.overflow
            }
            let found = family.series[key] ?? make(family.bounds)
            if family.series.updateValue(found, forKey: key) == nil { family.order.append(key) }
            families[name] = family
            return found
        }
    }

    private func instrument(
        _ name: String, _ kind: MetricKind, _ help: String, _ labels: MetricLabels, make: () -> MetricInstrument
    ) -> MetricInstrument {
        instrument(name, kind, help, labels, bounds: []) { _ in make() }
    }
}

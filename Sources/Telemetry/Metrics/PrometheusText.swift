// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Writes metrics in Prometheus' text exposition format 0.0.4.
package enum PrometheusText {
    /// The value of `Content-Type` for the format.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"
    private static let overflowName = "sluice_metrics_overflow_total"

    static func render(_ families: [String: MetricFamily]) -> String {
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) where !family.series.isEmpty {
            head(name, family.kind, family.help, &text)
            for labels in family.order {
                guard let instrument = family.series[labels] else { continue }
                write(name, labels, instrument, &text)
            }
        }
        let refused = families.filter { $0.value.refused > 0 }.sorted { $0.key < $1.key }
        guard !refused.isEmpty else { return text }
        head(overflowName, .counter, "Label sets that found no room and were counted under __other__.", &text)
        for (name, family) in refused {
            line(overflowName, MetricLabels([("metric", name)]).text(), "\(family.refused)", &text)
        }
        return text
    }

    private static func head(_ name: String, _ kind: MetricKind, _ help: String, _ text: inout String) {
        var escaped = ""
        for scalar in help.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        text += "# HELP \(name) \(escaped)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    private static func write(
        _ name: String, _ labels: MetricLabels, _ instrument: MetricInstrument, _ text: inout String
    ) {
        switch instrument {
        case .counter(let counter): line(name, labels.text(), "\(counter.value)", &text)
        case .doubleCounter(let counter): line(name, labels.text(), number(counter.value), &text)
        case .gauge(let gauge): line(name, labels.text(), number(gauge.value), &text)
        case .read(let value): line(name, labels.text(), number(value()), &text)
        case .histogram(let histogram):
            let (counts, sum) = histogram.snapshot
            var below: Int64 = 0
            for (bound, count) in zip(histogram.bounds, counts) {
                below += count
                line(name + "_bucket", labels.text(and: ("le", number(bound))), "\(below)", &text)
            }
            below += counts.last ?? 0
            line(name + "_bucket", labels.text(and: ("le", "+Inf")), "\(below)", &text)
            line(name + "_sum", labels.text(), number(sum), &text)
            line(name + "_count", labels.text(), "\(below)", &text)
        }
    }

    private static func line(_ name: String, _ labels: String, _ value: String, _ text: inout String) {
        text += "\(name)\(labels) \(value)\n"
    }

    /// Whole numbers without a point, as other exporters write them.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if value == value.rounded(), value.magnitude < 1e15 { return "\(Int64(value))" }
        return "\(value)"
    }
}

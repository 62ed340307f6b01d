// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Durations as topologies write them: `500ms`, `10s`, `5m`, `2h`, `7d`.
package enum DurationText {
    private static let units: [(name: String, factor: Int64)] = [
        ("us", 1), ("ms", 1_000), ("s", 1_000_000), ("m", 60_000_000), ("h", 3_600_000_000), ("d", 86_400_000_000),
    ]

    package static func parse(_ text: String) throws(ValueError) -> Duration {
        .microseconds(try QuantityText(text, example: "500ms, 10s, 5m").scaled(by: units))
    }

    /// The duration in its largest whole unit.
    package static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let microseconds = seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !microseconds.overflow else { return "\(seconds)s" }
        let value = microseconds.partialValue + attoseconds / 1_000_000_000_000
        let unit = units.last { value != 0 && value % $0.factor == 0 } ?? ("s", 1_000_000)
        return "\(value / unit.factor)\(unit.name)"
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// All series of one metric name.
struct MetricFamily {
    let kind: MetricKind
    let help: String
    /// Bounds of a histogram's buckets.
    let bounds: [Double]
    var series: [MetricLabels: MetricInstrument] = [:]
    /// Label sets in the order in which they came, so that the text does not jump between scrapes.
    var order: [MetricLabels] = []
    /// How many times a label set found no room.
    var refused: Int64 = 0
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What holds the value of one series.
enum MetricInstrument {
    case counter(Counter)
    case doubleCounter(DoubleCounter)
    case gauge(Gauge)
    case histogram(Histogram)
    /// Asked at each rendering.
    case read(@Sendable () -> Double)
}

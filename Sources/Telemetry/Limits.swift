// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of metrics, log lines and health reports.
package enum TelemetryLimits {
    /// Label sets of one metric; further ones share the series whose label values are `__other__`.
    package static let seriesPerMetric = 1000
    /// Bytes of one label value; longer ones are cut.
    package static let labelValueBytesMax = 200
    /// Bytes of one metadata value or message in a log line; longer ones are cut.
    package static let logValueBytesMax = 1024
    /// Keys whose log lines are counted one by one; further ones are limited together.
    package static let logKeysMax = 1024
    /// Bytes of one notification to the service manager.
    package static let notificationBytesMax = 4096
}

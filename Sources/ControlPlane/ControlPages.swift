// Sluice
// SPDX-License-Identifier: Apache-2.0

package import HTTPServer
package import Telemetry

/// Metrics, health and readiness of a running process over HTTP.
package struct ControlPages: Sendable {
    private let registry: MetricsRegistry
    private let health: Health

    package init(registry: MetricsRegistry, health: Health) {
        self.registry = registry
        self.health = health
    }

    /// Answers one request.
    package func answer(_ request: HTTPRequest) -> HTTPResponse {
        guard request.method == .get || request.method == .head else {
            return HTTPResponse(.methodNotAllowed, headers: [("Allow", "GET, HEAD")])
        }
        switch request.path {
        case "/metrics": return .content(registry.render(), PrometheusText.contentType)
        case "/health":
            let report = health.report()
            return .json(report.json, status: report.isHealthy ? .ok : .unavailable)
        case "/ready":
            let report = health.report()
            return .json(report.readinessJSON, status: report.isReady ? .ok : .unavailable)
        case "/":
            return .text("sluice: /metrics /health /ready\n")
        default: return .text("not found: there are /metrics, /health and /ready\n", status: .notFound)
        }
    }
}

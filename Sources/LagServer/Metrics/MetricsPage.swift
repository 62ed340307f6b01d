// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor
import Telemetry

/// `/metrics`: our own names, those of other monitors, and the process's.
struct MetricsPage: Sendable {
    /// What a scrape can be asked for by `?personality=`.
    static let names = ["sluice"] + ServerPlan.Personality.allCases.map(\.rawValue)

    private let watch: Watch
    private let burrowRules: RuleSet
    private let registry: MetricsRegistry?

    init(_ watch: Watch, _ burrowRules: RuleSet, _ registry: MetricsRegistry?) {
        self.watch = watch
        self.burrowRules = burrowRules
        self.registry = registry
    }

    func answer(_ call: Call) -> HTTPResponse {
        var wanted = watch.plan.server.personalities
        var ownNames = true
        if let text = call.request.query["personality"] {
            let parts = Set(text.split(separator: ",").map(String.init))
            if let wrong = parts.subtracting(Self.names).min() {
                return Failure.native(
                    .badRequest, "bad_request",
                    "'\(wrong)' is no personality; there are \(Self.names.joined(separator: ", "))")
            }
            ownNames = parts.contains("sluice")
            wanted = Set(parts.compactMap(ServerPlan.Personality.init(rawValue:)))
        }
        var views = watch.clusters
        if let name = call.request.query["cluster"] {
            views = views.filter { $0.name == name }
            if views.isEmpty { return Failure.native(.notFound, "not_found", "there is no cluster '\(name)'") }
        }
        let text = text(views, wanted, ownNames: ownNames)
        return HTTPResponse(
            .ok, headers: [("Content-Type", PrometheusText.contentType), ("Cache-Control", "no-store")],
            body: text.bytes)
    }

    private func text(
        _ views: [any ClusterView], _ wanted: Set<ServerPlan.Personality>, ownNames: Bool
    ) -> MetricsText {
        var rules: Set<RuleSet> = wanted.contains(.burrow) ? [burrowRules] : []
        if ownNames || !wanted.subtracting([.burrow]).isEmpty { rules.insert(.sluice) }
        let scrape = Scrape(views, rules: rules, detail: watch.plan.server.metricDetail)
        var text = MetricsText()
        let lists = wanted.count + (ownNames ? 1 : 0)
        text.reserve(scrape.partitions * lists * LagServerLimits.seriesBytesGuess)
        if ownNames {
            SluiceMetrics.write(scrape, &text)
            if let registry { text.append(registry.render()) }
        }
        if wanted.contains(.burrow) { BurrowMetrics.write(scrape, burrowRules, &text) }
        if wanted.contains(.kafkaExporter) { KafkaExporterMetrics.write(scrape, &text) }
        if wanted.contains(.kafkaLagExporter) { KafkaLagExporterMetrics.write(scrape, &text) }
        if wanted.contains(.kminion) { KMinionMetrics.write(scrape, &text) }
        return text
    }
}

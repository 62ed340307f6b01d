// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor
import Telemetry

extension LagPages {
    /// Always 200: a monitor whose cluster is away does what it can, and a restart would not help.
    func health() -> HTTPResponse {
        native.document { json in
            json.field("status", watch.clusters.contains { $0.state.isBlind } ? "DEGRADED" : "OKAY")
            json.key("clusters")
            json.array(watch.clusters) { json, cluster in
                let state = cluster.state
                json.object { json in
                    json.field("name", cluster.name)
                    json.field("state", state.name)
                    json.field("reason", state.reason)
                    json.field("records_left", state.recordsLeft)
                }
            }
        }
    }

    func readiness() -> HTTPResponse {
        var json = JSONWriter()
        json.object { json in
            json.field("ready", watch.isReady)
            json.key("waiting_for")
            json.array(watch.clusters.filter { !$0.state.isCaughtUp }) { $0.string($1.name) }
        }
        return NativeAPI.response(json, watch.isReady ? .ok : .unavailable)
    }

    func openAPI() -> HTTPResponse { NativeAPI.response(OpenAPI.document()) }

    /// The page takes everything from API v1; nothing may be loaded from elsewhere.
    func dashboard() -> HTTPResponse {
        var response = HTTPResponse.html(DashboardPage.html)
        let policy =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        response.headers += [("Content-Security-Policy", policy), ("Referrer-Policy", "no-referrer")]
        return response
    }
}

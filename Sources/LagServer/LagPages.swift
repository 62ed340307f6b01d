// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
package import HTTPServer
package import LagMonitor
package import Platform
package import Telemetry

/// Everything that a monitor serves over HTTP: Burrow's API v3, the native API v1, metrics, health, a page.
package struct LagPages: Sendable {
    let watch: Watch
    let burrow: BurrowAPI
    let native: NativeAPI
    let metrics: MetricsPage
    private let router = Router(RouteTable.all)
    private let access: Access

    /// `v3Rules` are those of API v3: `burrow`, or `burrow-1.2` with the JSON of that version. `registry` holds metrics
    /// of the process that are told with the monitor's own. Audit lines go to `log`, whose level v3 shows and sets.
    package init(
        clusters: [any ClusterView], plan: MonitorPlan, v3Rules: RuleSet = .burrow, time: TimeSource = .system,
        log: Logger = .silent, registry: MetricsRegistry? = nil, hostname: String? = nil
    ) {
        precondition(v3Rules != .sluice, "API v3 knows Burrow's rules only")
        watch = Watch(
            clusters: clusters, plan: plan, time: time, log: log, hostname: hostname ?? Self.machineName())
        burrow = BurrowAPI(watch, rules: v3Rules)
        native = NativeAPI(watch)
        metrics = MetricsPage(watch, v3Rules, registry)
        access = Access(plan.server.tokens)
    }

    /// Answers one request. Calls neither block nor ask brokers.
    package func answer(_ request: HTTPRequest) -> HTTPResponse {
        let route: Route
        let values: [String: String]
        switch router.find(request) {
        case .answered(let response): return response
        case .found(let found, let parameters): (route, values) = (found, parameters)
        }
        switch access.verdict(request, needs: route.role) {
        case .granted(let role): return route.handle(self, Call(request: request, values: values, role: role))
        case .unauthorized(let why):
            var response = refusal(route, request, .unauthorized, "unauthorized", why)
            response.headers.append(("WWW-Authenticate", "Bearer realm=\"sluice\""))
            return response
        case .forbidden(let why): return refusal(route, request, .forbidden, "forbidden", why)
        }
    }

    /// Listens where the plan says, by HTTPS where it names a certificate, and answers until the server is stopped.
    package func serve(_ choice: PortChoice = .exactly) throws(HTTPServerError) -> HTTPServer {
        let server = watch.plan.server
        let tls = server.tls.map { HTTPServerTLS(certificatePath: $0.certificate, keyPath: $0.key) }
        return try HTTPServer(host: server.host, port: server.port, choice, tls: tls, handler: answer)
    }

    private func refusal(
        _ route: Route, _ request: HTTPRequest, _ status: HTTPStatus, _ code: String, _ message: String
    ) -> HTTPResponse {
        guard route.interface == .burrow else { return Failure.native(status, code, message) }
        return burrow.failure(request, status, message)
    }

    /// Writes who has changed what.
    func audit(_ call: Call, _ action: String, _ what: LogMetadata) {
        let role = call.role?.rawValue ?? "none"
        watch.log.info(
            "a client has changed the monitor's state",
            LogMetadata(
                dictionaryLiteral: ("audit.action", .string(action)), ("audit.role", .string(role)),
                ("audit.peer", .string(call.request.peer.address))
            ).adding(what))
    }

    private static func machineName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

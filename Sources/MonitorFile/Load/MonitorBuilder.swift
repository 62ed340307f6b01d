// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import Terminal
import Topology
import YAML

/// Builds the plan of a monitor, section by section; goes on after errors, so that one pass finds them all.
struct MonitorBuilder {
    var context: MonitorContext

    init(context: MonitorContext) {
        self.context = context
    }

    /// The plan; nil or meaningless where the context's report has errors.
    mutating func build(_ root: ConfigValue) -> MonitorPlan? {
        guard case .table(var entries) = root.content else { return nil }
        for entry in entries where MonitorKeys.later.contains(entry.name) {
            context.report("'\(entry.name)' is not available in this version", at: entry.key.span)
        }
        entries.removeAll { MonitorKeys.later.contains($0.name) }
        let reader = OptionReader(
            ConfigValue(content: .table(entries), span: root.span), owner: "a monitor's file",
            span: SourceSpan(root.span.start), options: MonitorKeys.root, context: &context)
        let clusters = clusters(reader)
        let evaluation = evaluation(reader)
        guard let server = server(reader), let evaluation else { return nil }
        var plan = MonitorPlan(clusters: clusters)
        plan.evaluation = evaluation
        plan.server = server
        plan.stateDirectory = text("state_directory", of: reader)
        return plan
    }

    /// A text that is not empty; an empty one is reported.
    mutating func text(_ name: String, of reader: OptionReader) -> String? {
        guard let text = reader.text(name) else { return nil }
        if text.isEmpty { context.report("'\(name)' is empty", at: reader.span(of: name)) }
        return text.isEmpty ? nil : text
    }

    private func evaluation(_ reader: OptionReader) -> EvaluationPlan? {
        guard let reader = reader.table("evaluation"), let complete = reader.number("minimum_complete"),
            let allowedLag = reader.integer("allowed_lag"), let expireCache = reader.duration("expire_cache"),
            let stopIntervals = reader.number("stop_intervals"), let stopFloor = reader.duration("stop_floor")
        else { return nil }
        var plan = EvaluationPlan()
        plan.minimumComplete = Float(complete)
        plan.allowedLag = allowedLag
        plan.expireCache = expireCache
        plan.stopIntervals = stopIntervals
        plan.stopFloor = stopFloor
        return plan
    }

    private mutating func server(_ reader: OptionReader) -> ServerPlan? {
        var plan = ServerPlan()
        plan.personalities = Set((reader.texts("metrics") ?? []).compactMap(ServerPlan.Personality.init))
        plan.metricDetail =
            reader.text("metric_detail").flatMap(ServerPlan.MetricDetail.init) ?? plan.metricDetail
        plan.allowedOrigin = text("allowed_origin", of: reader)
        plan.tokens = tokens(reader)
        if let tls = reader.table("tls"), let certificate = text("certificate", of: tls), let key = text("key", of: tls)
        {
            plan.tls = (certificate, key)
        }
        guard let listen = reader.scalar("listen") else { return nil }
        guard let address = ListenAddress(listen.text) else {
            context.report(
                "'listen' must be an address with a port, found \(listen.quoted)", at: listen.span,
                hint: "write 127.0.0.1:8000, :8000 or [::1]:8000")
            return nil
        }
        plan.host = address.host
        plan.port = address.port
        warnOfExposure(plan, at: reader.span(of: "listen"))
        return plan
    }

    private mutating func tokens(_ reader: OptionReader) -> [(role: ServerPlan.Role, secret: String)] {
        guard let reader = reader.table("tokens") else { return [] }
        var tokens: [(role: ServerPlan.Role, secret: String)] = []
        for role in ServerPlan.Role.allCases {
            let secrets = reader.scalars(role.rawValue) ?? []
            if secrets.count > MonitorFileLimits.tokensMax {
                context.report(
                    "\(secrets.count) tokens; \(MonitorFileLimits.tokensMax) are allowed",
                    at: reader.span(of: role.rawValue))
            }
            for secret in secrets {
                // RFC 6750, b64token.
                let isGood = secret.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
                if secret.text.isEmpty || !isGood {
                    context.report("a token must be characters of ASCII without blanks, at least one", at: secret.span)
                } else if tokens.contains(where: { $0.role != role && $0.secret == secret.text }) {
                    context.report("the same token has two roles", at: secret.span)
                }
                tokens.append((role, secret.text))
            }
        }
        return tokens
    }

    private mutating func warnOfExposure(_ plan: ServerPlan, at span: SourceSpan) {
        guard !["127.0.0.1", "::1", "localhost"].contains(plan.host) else { return }
        if plan.tokens.isEmpty {
            context.report(
                "everybody who reaches '\(plan.host)' may read", at: span, severity: .warning,
                hint: "set 'tokens', or listen on 127.0.0.1")
        } else if plan.tls == nil {
            context.report(
                "tokens travel to '\(plan.host)' unencrypted", at: span, severity: .warning,
                hint: "set 'tls', or put a proxy with TLS before the monitor")
        }
    }
}

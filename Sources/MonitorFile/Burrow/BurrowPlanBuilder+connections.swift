// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import Terminal
import Topology
import YAML

extension BurrowPlanBuilder {
    /// Sets a cluster's client name and librdkafka properties from a profile.
    mutating func use(_ name: String, of owner: BurrowModule, in plan: inout ClusterPlan) {
        guard let profile = named("client-profile", name, by: owner, key: "client-profile") else { return }
        plan.clientID = profile.text("client-id", &context) ?? plan.clientID
        if let timeout = profile.integer("dial-timeout", in: 1...3600, &context) {
            plan.options.append(("socket.connection.setup.timeout.ms", "\(timeout * 1000)"))
        }
        if let timeout = profile.integer("read-timeout", in: 1...300, &context) {
            plan.options.append(("socket.timeout.ms", "\(timeout * 1000)"))
        }
        let tls = profile.text("tls", &context)
        let sasl = profile.text("sasl", &context)
        if let protocolName = [tls, sasl].allSatisfy({ $0 == nil }) ? nil : sasl == nil ? "SSL" : "SASL" {
            let full = protocolName == "SASL" ? (tls == nil ? "SASL_PLAINTEXT" : "SASL_SSL") : protocolName
            plan.options.append(("security.protocol", full))
        }
        if let tls, let module = named("tls", tls, by: profile, key: "tls") { setTLS(of: &plan, module) }
        if let sasl, let module = named("sasl", sasl, by: profile, key: "sasl") { setSASL(of: &plan, module) }
    }

    private mutating func setTLS(of plan: inout ClusterPlan, _ module: BurrowModule) {
        let files = [
            ("cafile", "ssl.ca.location"), ("certfile", "ssl.certificate.location"), ("keyfile", "ssl.key.location"),
        ]
        for (key, property) in files {
            if let path = module.text(key, &context) { plan.options.append((property, path)) }
        }
        if module.flag("noverify", &context) ?? false {
            plan.options.append(("enable.ssl.certificate.verification", "false"))
        }
    }

    private mutating func setSASL(of plan: inout ClusterPlan, _ module: BurrowModule) {
        let mechanism = module.text("mechanism", &context) ?? "PLAIN"
        let known = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]
        if !known.contains(mechanism) {
            context.report(
                "'\(module.label).mechanism' must be \(known.joined(separator: " or ")), found '\(mechanism)'",
                at: module.valueSpan("mechanism"),
                hint: NearName.of(mechanism, among: known).map { "did you mean '\($0)'?" })
        }
        plan.options.append(("sasl.mechanism", mechanism))
        for key in ["username", "password"] {
            if let text = module.text(key, &context) {
                plan.options.append(("sasl.\(key)", text))
            } else {
                context.report("'\(module.label)' needs '\(key)'", at: module.span)
            }
        }
    }

    /// A module that another one names; reports one that is not there.
    private mutating func named(
        _ section: String, _ name: String, by owner: BurrowModule, key: String
    ) -> BurrowModule? {
        if let module = file.module(section, name) { return module }
        context.report(
            "no '\(section)' is called '\(name)'", at: owner.valueSpan(key),
            hint: NearName.hint(for: name, among: file.modules(section).compactMap(\.name)))
        return nil
    }

    /// Where Burrow's first HTTP server listens. Without a host that is every address of the machine, as in Burrow.
    mutating func server() -> ServerPlan {
        var plan = ServerPlan()
        plan.personalities = [.burrow]
        plan.allowedOrigin = file.plain("general", &context).text("access-control-allow-origin", &context)
        let module = file.single("httpserver", &context)
        if let address = module.text("address", &context) {
            let full = address.hasPrefix(":") ? "0.0.0.0" + address : address
            if address.contains(":"), let listen = ListenAddress(full) {
                plan.host = listen.host
                plan.port = listen.port
            } else {
                context.report(
                    "'\(module.label).address' must be an address with a port, found '\(address)'",
                    at: module.valueSpan("address"), hint: "write \"127.0.0.1:8000\" or \":8000\"")
            }
        } else {
            context.report(
                "no 'httpserver.NAME.address': it listens on \(plan.host):\(plan.port)", at: module.span,
                severity: .warning)
        }
        if let name = module.text("tls", &context), let tls = named("tls", name, by: module, key: "tls") {
            if let certificate = tls.text("certfile", &context), let key = tls.text("keyfile", &context) {
                plan.tls = (certificate, key)
            } else {
                context.report("'\(tls.label)' needs 'certfile' and 'keyfile' to serve HTTPS", at: tls.span)
            }
        }
        return plan
    }
}

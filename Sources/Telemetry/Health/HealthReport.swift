// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The health of a process at one moment.
package struct HealthReport: Sendable {
    let entries: [Entry]

    struct Entry: Sendable {
        let topology: String?
        let name: String
        let snapshot: HealthComponent.Snapshot
    }

    /// Whether no component has failed; a degraded one still does its work.
    package var isHealthy: Bool { entries.allSatisfy { $0.snapshot.state.severity < 2 } }

    /// Whether every component is past its start; false without any.
    package var isReady: Bool { !entries.isEmpty && entries.allSatisfy(\.snapshot.isReady) }

    /// The names of those that are not ready yet, with their topology before a slash.
    package var waitingFor: [String] {
        entries.filter { !$0.snapshot.isReady }.map { entry in
            entry.topology.map { "\($0)/\(entry.name)" } ?? entry.name
        }
    }

    /// `{"status":"OKAY"|"ERROR","components":[...],"topologies":{name:{"status":...,"components":[...]}}}`
    package var json: String {
        var topologies: [String] = []
        for case let name? in entries.map(\.topology) where !topologies.contains(name) { topologies.append(name) }
        var parts = ["\"status\":\"\(Self.status(of: entries))\""]
        parts.append("\"components\":\(Self.list(entries.filter { $0.topology == nil }))")
        let details = topologies.map { name in
            let own = entries.filter { $0.topology == name }
            return "\(JSONText.quoted(name)):{\"status\":\"\(Self.status(of: own))\",\"components\":\(Self.list(own))}"
        }
        parts.append("\"topologies\":{\(details.joined(separator: ","))}")
        return "{\(parts.joined(separator: ","))}\n"
    }

    /// `{"ready":true}`, or what is waited for.
    package var readinessJSON: String {
        if isReady { return "{\"ready\":true}\n" }
        return "{\"ready\":false,\"waiting_for\":[\(waitingFor.map(JSONText.quoted).joined(separator: ","))]}\n"
    }

    private static func status(of entries: [Entry]) -> String {
        entries.allSatisfy { $0.snapshot.state.severity < 2 } ? "OKAY" : "ERROR"
    }

    private static func list(_ entries: [Entry]) -> String {
        "[\(entries.map(\.json).joined(separator: ","))]"
    }
}

extension HealthReport.Entry {
    var json: String {
        var parts = ["\"name\":\(JSONText.quoted(name))", "\"state\":\"\(snapshot.state.name)\""]
        if let reason = snapshot.state.reason {
            parts.append("\"reason\":\(JSONText.quoted(reason.cut(toBytes: TelemetryLimits.logValueBytesMax)))")
        }
        parts.append("\"since\":\"\(Timestamp.rfc3339(ms: snapshot.sinceMs))\"")
        parts.append("\"ready\":\(snapshot.isReady)")
        for detail in snapshot.details { parts.append("\(JSONText.quoted(detail.name)):\(detail.value.json)") }
        return "{\(parts.joined(separator: ","))}"
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import Telemetry

struct HealthTests {
    private let now = Locked(0)

    /// A clock set by hand.
    final class Locked: Sendable {
        private let value: Mutex<Int64>
        init(_ value: Int64) { self.value = Mutex(value) }
        func set(_ new: Int64) { value.withLock { $0 = new } }
        func get() -> Int64 { value.withLock { $0 } }
    }

    @Test func emptyProcessIsOkayButNotReady() {
        let report = Health(wallMs: now.get).report()
        #expect(report.json == "{\"status\":\"OKAY\",\"components\":[],\"topologies\":{}}\n")
        #expect(report.isHealthy)
        #expect(!report.isReady)
    }

    @Test func oneFailureMakesItsTopologyAndTheWholeAnError() {
        let health = Health(wallMs: now.get)
        health.component("http").set(isReady: true)
        health.component("ingest", of: "web").set(.degraded("broker \"b1\" is away"))
        let writer = health.component("writer", of: "app")
        now.set(1000)
        writer.set(.failed("disk full"))
        writer.set("lag_records", 12)
        writer.set("lag_records", 13)
        now.set(2000)
        writer.set(.failed("disk still full"))
        let report = health.report()
        #expect(!report.isHealthy)
        #expect(
            report.json == """
                {"status":"ERROR","components":[{"name":"http","state":"ok","since":"1970-01-01T00:00:00.000Z",\
                "ready":true}],"topologies":{"web":{"status":"OKAY","components":[{"name":"ingest",\
                "state":"degraded","reason":"broker \\"b1\\" is away","since":"1970-01-01T00:00:00.000Z",\
                "ready":false}]},"app":{"status":"ERROR","components":[{"name":"writer","state":"failed",\
                "reason":"disk still full","since":"1970-01-01T00:00:01.000Z","ready":false,"lag_records":13}]}}}

                """)
        writer.set(.ok)
        #expect(health.report().isHealthy)
    }

    @Test func readinessWaitsForAll() {
        let health = Health(wallMs: now.get)
        let http = health.component("http")
        let ingest = health.component("ingest", of: "web")
        http.set(isReady: true)
        #expect(health.report().readinessJSON == "{\"ready\":false,\"waiting_for\":[\"web/ingest\"]}\n")
        ingest.set(isReady: true)
        #expect(health.report().readinessJSON == "{\"ready\":true}\n")
    }

    @Test func removedTopologyIsNotReported() {
        let health = Health(wallMs: now.get)
        health.component("ingest", of: "web").set(.failed("gone"))
        health.remove(topology: "web")
        #expect(health.report().isHealthy)
    }

    @Test func sameNameIsTheSameComponent() {
        let health = Health(wallMs: now.get)
        #expect(health.component("a", of: "t") === health.component("a", of: "t"))
        #expect(health.component("a", of: "t") !== health.component("a"))
    }
}

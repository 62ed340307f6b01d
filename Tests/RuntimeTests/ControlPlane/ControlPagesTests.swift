// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Runtime
import SluiceTesting
import Telemetry
import Testing

@testable import ControlPlane
@testable import HTTPServer

@Suite(.timeLimit(.minutes(5)))
struct ControlPagesTests {
    private static let hasPromtool = system("command -v promtool >/dev/null") == 0

    @Test(.enabled(if: hasPromtool, "needs promtool"))
    func theMetricsOfARunningTopologyAreCleanUnderPromtool() async throws {
        let world = try MockWorld(partitions: 2)
        try await world.produce(0..<200)
        try world.produce([])
        await world.flush()
        let service = try world.start()
        try await service.untilSealed(201)
        let page = service.page("/metrics")
        #expect(page.status == .ok)
        let directory = try TemporaryDirectory()
        let file = try #require(fopen(directory.path + "/metrics", "w"))
        page.body.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
        fclose(file)
        let status = system("promtool check metrics <\(directory.path)/metrics >\(directory.path)/findings 2>&1")
        #expect(status == 0, "\(page.text)")
        for (name, value) in [
            ("sluice_records_received_total", 201.0), ("sluice_records_routed_total", 200),
            ("sluice_records_dead_lettered_total", 1), ("sluice_dead_letters_total", 1),
            ("sluice_output_rows_total", 201), ("sluice_records_sealed_total", 201),
            // Parsed 201; set, timed, masked, routed and asked of the first rule 200 each, 180 of the second.
            ("sluice_stage_received_total", 1_381), ("sluice_stage_changed_total", 800),
            ("sluice_stage_failed_total", 1),
        ] { #expect(service.metric(name) == value, "\(name)") }
        #expect(await service.stop() == .stopped)
    }

    @Test func pagesFollowTheHealthOfTheProcess() {
        let health = Health()
        let pages = ControlPages(registry: MetricsRegistry(), health: health)
        #expect(get("/ready", pages).status == .unavailable)
        let component = health.component("archive", of: "web")
        #expect(get("/health", pages).status == .ok)
        #expect(get("/ready", pages).status == .unavailable)
        component.set(isReady: true)
        #expect(get("/ready", pages).status == .ok)
        component.set(.degraded("slow"))
        #expect(get("/health", pages).status == .ok)
        component.set(.failed("disk full"))
        let page = get("/health", pages)
        #expect(page.status == .unavailable)
        #expect(page.text.contains(#""status":"ERROR""#) && page.text.contains("disk full"))
        component.set(.ok)
        #expect(get("/health", pages).text.contains(#""status":"OKAY""#))
    }

    @Test func onlyWhatIsThereIsAnsweredAndOnlyToReaders() {
        let pages = ControlPages(registry: MetricsRegistry(), health: Health())
        #expect(get("/nowhere", pages).status == .notFound)
        #expect(get("/", pages).status == .ok)
        let answer = pages.answer(request(.post, "/metrics"))
        #expect(answer.status == .methodNotAllowed)
        #expect(answer.headers.contains { $0.name == "Allow" })
        #expect(pages.answer(request(.head, "/metrics")).status == .ok)
    }

    private func get(_ path: String, _ pages: ControlPages) -> HTTPResponse { pages.answer(request(.get, path)) }

    private func request(_ method: HTTPMethod, _ path: String) -> HTTPRequest {
        HTTPRequest(method: method, path: path, query: HTTPFields(), headers: HTTPFields(), body: [])
    }
}

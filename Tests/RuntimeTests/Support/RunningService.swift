// Sluice
// SPDX-License-Identifier: Apache-2.0

import ControlPlane
import Platform
import Telemetry
import Testing
import Topology

@testable import HTTPServer
@testable import Runtime

/// A topology service that runs, with its own metrics, health and log.
final class RunningService: Sendable {
    let service: TopologyService
    let registry = MetricsRegistry()
    let health = Health()
    let lines = Locked<[String]>([])
    private let ended = Locked<TopologyService.End?>(nil)

    init(_ plan: TopologyPlan, untilEnd: Bool, restarts: Int = 3, files: any FileSystem, time: TimeSource = .system) {
        let lines = lines
        service = TopologyService(
            plan: plan, options: RunOptions(untilEnd: untilEnd, restartsMax: restarts), fileSystem: files, time: time,
            log: Logger(
                LogOutput(
                    level: .info,
                    write: { line in lines.withLock { $0.append(line) } })),
            registry: registry, health: health)
        let (service, ended) = (service, ended)
        Task {
            let end = await service.run()
            ended.withLock { $0 = end }
        }
    }

    /// How it ended.
    func end(sourceLocation: SourceLocation = #_sourceLocation) async -> TopologyService.End? {
        try? await until("the service ends\n\(log())", sourceLocation: sourceLocation) {
            ended.withLock { $0 } != nil
        }
        return ended.withLock { $0 }
    }

    /// Seals, commits, leaves; how it ended.
    func stop() async -> TopologyService.End? {
        await service.stop()
        return await end()
    }

    func abort() async -> TopologyService.End? {
        await service.abort()
        return await end()
    }

    /// Waits until so many records are in published epochs.
    func untilSealed(_ count: Int64, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await until(
            "\(count) sealed, there are \(service.sealedRecords)\n\(log())", sourceLocation: sourceLocation
        ) { service.sealedRecords >= count }
    }

    func log() -> String { lines.withLock { $0.suffix(40).joined() } }

    /// The value of a metric without labels but the topology's; the sum where it has more.
    func metric(_ name: String) -> Double {
        var sum = 0.0
        for line in registry.render().split(separator: "\n") where line.hasPrefix(name + "{") {
            sum += line.split(separator: " ").last.flatMap { Double($0) } ?? 0
        }
        return sum
    }

    var isHealthy: Bool { health.report().isHealthy }

    /// Answers of the control pages.
    func page(_ path: String) -> HTTPResponse {
        let request = HTTPRequest(method: .get, path: path, query: HTTPFields(), headers: HTTPFields(), body: [])
        return ControlPages(registry: registry, health: health).answer(request)
    }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}

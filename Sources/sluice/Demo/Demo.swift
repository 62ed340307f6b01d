// Sluice
// SPDX-License-Identifier: Apache-2.0

import ControlPlane
import Generator
import HTTPServer
import KafkaClient
import LagMonitor
import Platform
import Runtime
import Telemetry
import Terminal
import Topology

/// One run of the demo: a feed and a topology beside each other until everything that was fed is sealed.
struct Demo {
    let plan: TopologyPlan
    let bootstrap: String
    let events: Int64
    let seed: UInt64
    let topic: String
    let partitions: Int32
    let window: Int64

    func run(_ arguments: ParsedArguments) async -> ExitCode {
        let registry = MetricsRegistry()
        let health = Health()
        let log = Logger(LogOutput(level: LogLevel(name: arguments.string("log-level") ?? "") ?? .warning))
        let service = TopologyService(
            plan: plan, options: RunOptions(), fileSystem: PosixFileSystem(), time: .system, log: log,
            registry: registry, health: health)
        let group = TopologyGroup([service])
        do {
            let watch = try DemoMonitor(
                brokers: bootstrap, group: plan.source.group, registry: registry, log: log)
            let control = ControlPages(registry: registry, health: health)
            let server = try ControlServer.start(arguments) { watch.answer($0, control) }
            defer { server.stop() }
            Console.output.write(
                "broker   \(bootstrap) (in this process)\nmonitor  \(server.url)/\nmetrics  \(server.url)/metrics\n")
            let producer = try Producer(ProducerConfiguration(brokers: bootstrap))
            defer { producer.close(within: .seconds(5)) }
            let feed = EventFeed(recipe(service), producer: producer)
            Signals.watch { _ in
                feed.stop()
                Task { await group.stop() }
            }
            async let watching: Void = watch.monitor.run()
            let code = await follow(feed, service, group, watch)
            Console.output.write(await watch.verdict() + "\n")
            watch.monitor.stop()
            await watching
            return code
        } catch {
            Console.error.write("sluice demo: \(error)\n")
            return .unavailable
        }
    }

    private func recipe(_ service: TopologyService) -> EventFeed.Recipe {
        EventFeed.Recipe(
            generator: EventGenerator(.json, seed: seed, startMs: GenerateCommand.startMs), topic: topic,
            count: events, rate: nil, window: (window, { service.sealedRecords }), partitions: partitions)
    }

    /// Runs both; stops the topology when it has sealed what the feed has produced.
    private func follow(
        _ feed: EventFeed, _ service: TopologyService, _ group: TopologyGroup, _ watch: DemoMonitor
    ) async -> ExitCode {
        let start = ContinuousClock.now
        return await withTaskGroup(of: ExitCode?.self) { tasks in
            tasks.addTask {
                let ends = await group.run()
                if case .failed(let reason)? = ends.first {
                    Console.error.write("sluice demo: the topology failed: \(reason)\n")
                    return .failed
                }
                return service.sealedRecords >= events ? .done : .temporaryFailure
            }
            tasks.addTask {
                guard let error = await feed.run() else { return nil }
                Console.error.write("sluice demo: \(error)\n")
                await group.stop()
                return .unavailable
            }
            tasks.addTask {
                await showProgress(feed, service, watch, start)
                await group.stop()
                return nil
            }
            var code: ExitCode?
            for await ended in tasks {
                guard let ended else { continue }
                code = code == nil || code == .done ? ended : code
                feed.stop()
                tasks.cancelAll()
            }
            return code ?? .failed
        }
    }

    /// Shows how far it is until everything is sealed or the task is cancelled.
    private func showProgress(
        _ feed: EventFeed, _ service: TopologyService, _ watch: DemoMonitor, _ start: ContinuousClock.Instant
    ) async {
        var progress = ProgressLine(on: .error)
        func line(_ elapsed: Duration) -> String {
            let sealed = service.sealedRecords
            let (sent, all) = (HumanText.count(feed.sent), HumanText.count(events))
            return "produced \(sent), sealed \(HumanText.count(sealed)) of \(all), "
                + HumanText.rate(sealed, per: elapsed) + (watch.lag.map { ", lag \(HumanText.count($0))" } ?? "")
        }
        while !Task.isCancelled, service.sealedRecords < events {
            let elapsed = ContinuousClock.now - start
            progress.update(at: elapsed, line(elapsed))
            try? await Task.sleep(for: .milliseconds(20))
        }
        progress.finish(line(ContinuousClock.now - start))
    }
}

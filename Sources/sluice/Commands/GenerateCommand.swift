// Sluice
// SPDX-License-Identifier: Apache-2.0

import Generator
import KafkaClient
import Platform
import Terminal

/// `sluice generate`.
enum GenerateCommand: Verb {
    static let spec = CommandSpec(
        "generate", "Produce seeded test events to a topic",
        discussion: """
            The same seed gives the same events. Events of the JSON formats carry 'seq', their number from 0, by \
            which a checker finds what is missing or doubled. The topic must exist, or the broker must create topics \
            by itself.
            """,
        options: [
            .option("brokers", "HOST:PORT", .string, required: true, "brokers, comma between them"),
            .option("topic", "TOPIC", .string, required: true, "topic to produce to"),
            .option("count", short: "n", "N", .count, required: true, "number of events"),
            .option("rate", "R", .number, "events a second (default: as fast as the broker takes them)"),
            .option("seed", "S", .count, default: "0", "seed of the events: the same one gives the same events"),
            .option(
                "format", "FORMAT", .choice(EventFormat.allCases.map(\.rawValue)), default: "json",
                "requests of an application as JSON, JSON with all that JSON has, or lines of a web log"),
        ],
        examples: [
            Example(
                "sluice generate --brokers localhost:9092 --topic app.requests --count 100000",
                "a hundred thousand events"),
            Example(
                "sluice generate --brokers localhost:9092 --topic web.access --count 5000 --rate 500 --format combined",
                "ten seconds of access log"),
        ])

    private typealias Example = CommandSpec.Example

    static func run(_ arguments: ParsedArguments) async -> ExitCode {
        guard let brokers = arguments.string("brokers"), let topic = arguments.string("topic"),
            let count = arguments.int("count"), let seed = arguments.int("seed"),
            let format = EventFormat(rawValue: arguments.string("format") ?? "")
        else { preconditionFailure("the parser gives what the specification requires") }
        let producer: Producer
        do throws(KafkaError) {
            producer = try Producer(ProducerConfiguration(brokers: brokers))
        } catch {
            Console.error.write("sluice generate: \(error)\n")
            return .unavailable
        }
        let generator = EventGenerator(format, seed: UInt64(seed), startMs: GenerateCommand.startMs)
        let recipe = EventFeed.Recipe(
            generator: generator, topic: topic, count: count, rate: arguments.number("rate"), window: nil,
            partitions: nil)
        let feed = EventFeed(recipe, producer: producer)
        Signals.watch { _ in feed.stop() }
        let error = await follow(feed, count)
        producer.close(within: .seconds(5))
        if let error {
            Console.error.write("sluice generate: \(error)\n")
            return .unavailable
        }
        return feed.sent == count ? .done : .temporaryFailure
    }

    /// 2023-11-14, so that the events' hours do not depend on when they are made.
    static let startMs: Int64 = 1_700_000_000_000

    /// Shows how far it is until the feed has ended.
    private static func follow(_ feed: EventFeed, _ count: Int64) async -> KafkaError? {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                var progress = ProgressLine(on: .error)
                let start = ContinuousClock.now
                while !Task.isCancelled {
                    let elapsed = ContinuousClock.now - start
                    progress.update(at: elapsed, line(feed.sent, count, elapsed))
                    try? await Task.sleep(for: .milliseconds(100))
                }
                progress.finish(line(feed.sent, count, ContinuousClock.now - start))
            }
            let error = await feed.run()
            group.cancelAll()
            return error
        }
    }

    private static func line(_ sent: Int64, _ count: Int64, _ elapsed: Duration) -> String {
        "\(HumanText.count(sent)) of \(HumanText.count(count)) events, \(HumanText.rate(sent, per: elapsed))"
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks
import Telemetry
import Topology

/// The three actors of one attempt to run a topology, wired.
struct TopologySession: Sendable {
    /// What a session is made from.
    struct Recipe: Sendable {
        let plan: TopologyPlan
        let cluster: String
        let configuration: ConsumerConfiguration
        let closesAtEnd: Bool
        let fileSystem: any FileSystem
        let time: TimeSource
        let log: Logger
        let metrics: TopologyMetrics
    }

    let ingest: Ingest
    let writer: ArchiveWriter
    let reader: BrokerReader
    let root: RootID

    /// Opens the root, takes a slot, makes the actors. Blocks.
    init(_ recipe: Recipe, probe: BrokerProbe) throws {
        let plan = recipe.plan
        var random = SystemRandomNumberGenerator()
        let root = try ArchiveRoot.open(plan.archive.root, fileSystem: recipe.fileSystem, using: &random)
        let store = try EpochStore.open(
            root, group: plan.source.group, outputs: plan.outputs.map(\.name), using: &random)
        let slot = store.slot
        self.root = root.id
        let outputs = ArchiveOutput.outputs(of: plan)
        let pool = ChunkPool()
        let relay = Relay()
        writer = ArchiveWriter(
            store: store, files: EpochFiles(outputs: outputs, files: recipe.fileSystem, pool: pool),
            time: recipe.time, sessionTimeout: recipe.configuration.sessionTimeout,
            report: { relay.send(.writer($0)) })
        reader = BrokerReader(probe: probe, answer: { relay.send(.broker($0)) })
        var configuration = recipe.configuration
        configuration.instanceID = slot.groupInstanceID
        let settings = IngestSettings(
            consumer: configuration, cluster: recipe.cluster, slot: slot, closesAtEnd: recipe.closesAtEnd)
        ingest = Ingest(
            plan: plan, settings: settings,
            ports: IngestPorts(writer: writer.commands, inFlight: writer.inFlight, broker: reader.questions),
            files: OpenFiles(
                outputs: outputs, limits: OpenFilesLimits(filesMax: plan.archive.openFilesMax), pool: pool),
            metrics: recipe.metrics, log: recipe.log, time: recipe.time)
        relay.connect(ingest.mail)
    }

    func start() {
        writer.start()
        reader.start()
        ingest.start()
    }
}

/// The way back to the ingest actor, which is made last. Connected before any thread starts.
private final class Relay: Sendable {
    private let target = Locked<Mailbox<IngestMail>?>(nil)

    func connect(_ mail: Mailbox<IngestMail>) { target.withLock { $0 = mail } }

    func send(_ letter: IngestMail) { target.withLock { $0 }?.send(letter) }
}

extension KafkaSourcePlan {
    /// The consumer that the source describes; the slot gives it its static id.
    func consumerConfiguration(log: Logger) -> ConsumerConfiguration {
        var configuration = ConsumerConfiguration(brokers: brokers, group: group)
        configuration.assignment = assignment == .eager ? .eager : .cooperativeSticky
        configuration.sessionTimeout = sessionTimeout
        configuration.options = options.map { KafkaClient.KafkaOption($0.name, $0.value.reveal()) }
        configuration.log = { line in
            log.debug("librdkafka", ["facility": .string(line.facility), "message": .string(line.message)])
        }
        return configuration
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks
import Topology

/// What is looked at before the first record is fetched; everything that is wrong is told at once.
struct Preflight: Sendable {
    /// What the checks have found.
    struct Findings: Sendable {
        var cluster = ""
        var partitions: [TopicPartition] = []
        /// What keeps the topology from starting, each with what to do about it.
        var problems: [String] = []
        /// Whether the broker did not answer at all: that is waited for.
        var isBrokerSilent = false
    }

    let plan: TopologyPlan
    let fileSystem: any FileSystem
    let time: TimeSource
    /// The root that this process has used before; another one in its place is refused.
    var usedRoot: RootID?

    /// Asks the broker and looks at the root. Blocks.
    func run(_ probe: BrokerProbe) -> Findings {
        var findings = Findings()
        checkBroker(probe, &findings)
        checkRoot(&findings)
        checkClock(&findings)
        return findings
    }

    private func checkBroker(_ probe: BrokerProbe, _ findings: inout Findings) {
        let deadline = RuntimeLimits.preflightDeadline
        do throws(KafkaError) {
            let metadata = try probe.metadata(of: plan.source.topics, within: deadline)
            guard let cluster = probe.clusterID(within: deadline) else {
                findings.isBrokerSilent = true
                return
            }
            findings.cluster = cluster
            for topic in plan.source.topics { check(topic, in: metadata, &findings) }
            if findings.partitions.isEmpty { return }
            do throws(KafkaError) {
                _ = try probe.committed(findings.partitions, within: deadline)
            } catch  where error.isCode(.groupForbidden) {
                findings.problems.append(
                    "group '\(plan.source.group)' may not be read: grant READ on the group to this user")
            } catch {
                // The coordinator may only be on its way; the first assignment waits for it.
                return
            }
        } catch {
            findings.isBrokerSilent = true
        }
    }

    private func check(_ name: String, in metadata: ClusterMetadata, _ findings: inout Findings) {
        guard let topic = metadata.topic(name) else {
            findings.problems.append("topic '\(name)' is not known to the broker: create it, or correct 'topics'")
            return
        }
        if let error = topic.error {
            let isForbidden = error.isCode(.topicForbidden)
            let advice = isForbidden ? "grant READ on the topic to this user" : "create it, or correct 'topics'"
            findings.problems.append("topic '\(name)': \(error.message); \(advice)")
            return
        }
        findings.partitions += topic.leaders.keys.sorted().map { TopicPartition(topic: name, partition: $0) }
    }

    private func checkRoot(_ findings: inout Findings) {
        let root = plan.archive.root
        var generator = SystemRandomNumberGenerator()
        do throws(StoreError) {
            if let usedRoot { try ArchiveRoot.checkIdentity(of: root, usedRoot, fileSystem: fileSystem) }
            _ = try ArchiveRoot.open(root, fileSystem: fileSystem, using: &generator)
        } catch {
            findings.problems.append("archive root: \(error.message)")
            return
        }
        if let error = DiskTest(files: fileSystem).failure(in: root) {
            findings.problems.append("archive root is not writable: \(error)")
        }
        do throws(FileError) {
            let free = try fileSystem.freeSpace(root).available
            if free < RuntimeLimits.freeBytes {
                findings.problems.append("archive root '\(root)' has \(free) bytes free: make room")
            }
        } catch {
            findings.problems.append("archive root: \(error)")
        }
    }

    private func checkClock(_ findings: inout Findings) {
        if time.wallMs() < RuntimeLimits.earliestWallMs {
            findings.problems.append("the machine's clock is before 2024: set it, times of files depend on it")
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

extension Reader {
    /// Waits for the results of a commit, polling as an owner does.
    func results(of ticket: CommitTicket, count: Int, atMost limit: Duration = .seconds(30)) throws -> [CommitResult] {
        let clock = ContinuousClock()
        let end = clock.now + limit
        var results: [CommitResult] = []
        while results.count < count {
            results += consumer.takeCommitResults().filter { $0.ticket == ticket }
            if results.count >= count { break }
            take(consumer.poll(upTo: batch, waiting: .milliseconds(20), isWanted: { false }))
            if clock.now > end {
                throw KafkaError(code: 0, name: "", message: "no result in \(limit)", context: "commit")
            }
        }
        return results.sorted { $0.partition < $1.partition }
    }

    /// Starts every partition at its committed offset, or at 0.
    func startAtCommits(_ probe: BrokerProbe) {
        onAssign = { [unowned self] partitions in
            for (partition, committed) in try probe.committed(partitions, within: .seconds(10)) {
                positions[partition] = committed?.offset ?? 0
            }
            return partitions
        }
    }
}

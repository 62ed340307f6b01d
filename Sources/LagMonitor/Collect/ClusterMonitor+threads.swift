// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Telemetry

extension ClusterMonitor {
    /// Starts the threads, once; each sends its name when it has ended. Returns how many there are.
    func start(ended: Mailbox<String>) -> Int {
        let taken = watch.withLock { watch in
            defer { watch = nil }
            return watch
        }
        guard let watch = taken else { return 0 }
        Thread.start {
            var sampler = BrokerSampler(self, watch)
            sampler.run()
            ended.send("sampler")
        }
        Thread.start {
            self.collect(watch)
            ended.send("collector")
        }
        Thread.start {
            var tracer = HistoryTracer(self, watch)
            tracer.run()
            ended.send("tracer")
        }
        if plan.groupsReaperRefresh <= .zero { return 3 }
        Thread.start {
            self.reap()
            ended.send("reaper")
        }
        return 4
    }

    /// Collects commits in the way that the plan says, until the stop.
    private func collect(_ watch: ClusterWatch) {
        if case .adminAPI(let groups) = plan.collector { return poll(groups) }
        while !signals.collector.isStopping {
            var collector = OffsetsTopicCollector(self, watch, configuration)
            guard case .forbidden(let why) = collector.run() else { return }
            if plan.collector == .automatic {
                log.warning("the offsets topic may not be read: asks coordinators", ["error": .string(why)])
                return poll(nil)
            }
            log.error("the offsets topic may not be read", ["error": .string(why)])
            condition.withLock { $0.collecting = .failing(why) }
            _ = signals.collector.pause(CollectLimits.retryLongest)
        }
    }

    private func poll(_ names: [String]?) {
        while !signals.collector.isStopping {
            do throws(KafkaError) {
                var poller = AdminPoller(self, try GroupWatch(configuration), names: names)
                return poller.run()
            } catch {
                condition.withLock { $0.collecting = .failing(error.description) }
                _ = signals.collector.pause(CollectLimits.retryLongest)
            }
        }
    }

    private func reap() {
        while !signals.reaper.isStopping {
            do throws(KafkaError) {
                return GroupsReaper(self, try GroupWatch(configuration)).run()
            } catch {
                log.error("groups cannot be listed", ["error": .string(error.description)])
                _ = signals.reaper.pause(CollectLimits.retryLongest)
            }
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

/// What outlives the process of one cluster: a plain value.
struct ClusterSnapshot: Sendable, Equatable {
    /// Nil: no broker has told it.
    var clusterID: String?
    /// The topic whose places these are.
    var offsetsTopic: String
    /// In milliseconds since 1970.
    var savedAtMs: Int64
    var groups: [StoredGroup] = []
    var topics: [StoredTopic] = []
    var history: [StoredHistory] = []
    var places: [Int32: OffsetsTopicMachine.Place] = [:]
}

extension ClusterMonitor {
    /// What there is to keep now; nil: nothing was learned yet.
    func snapshot() -> ClusterSnapshot? {
        let brokers = self.brokers
        guard brokers.sampledAtMs != nil else { return nil }
        var snapshot = ClusterSnapshot(
            clusterID: brokers.clusterID, offsetsTopic: plan.offsetsTopic, savedAtMs: time.wallMs())
        // Places first: records that come between the two locks are read again, which changes nothing.
        snapshot.places = places.withLock { $0 }
        store.withLock { store in
            store.export { snapshot.groups.append($0) }
            store.exportTopics { snapshot.topics.append($0) }
        }
        history.withLock { history in
            history.export { snapshot.history.append($0) }
        }
        return snapshot
    }

    /// Goes on with a snapshot. Before the threads start.
    func restore(_ snapshot: ClusterSnapshot) {
        store.withLock { store in
            for topic in snapshot.topics { store.restore(topic) }
            for group in snapshot.groups { store.restore(group) }
        }
        history.withLock { history in
            for one in snapshot.history { history.restore(one) }
        }
        // Places in another topic mean nothing.
        if snapshot.offsetsTopic == plan.offsetsTopic {
            places.withLock { $0 = snapshot.places }
        }
    }
}

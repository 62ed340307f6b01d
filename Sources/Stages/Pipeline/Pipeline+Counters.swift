// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Pipeline {
    /// What the stages have done so far, one for each of `labels`.
    ///
    /// Only changes and failures are counted as they happen: what came in is what no stage before has failed.
    public var counters: [StageCounters] {
        var counters = labels.indices.map {
            StageCounters(received: 0, changed: tally.changed($0), failed: tally.failed($0))
        }
        var left = records
        func pass(_ label: Int) {
            counters[label].received = left
            left -= counters[label].failed
        }
        (0...enrichCount).forEach(pass)
        pass(eventTimeLabel)
        (enrichCount + 1..<eventTimeLabel).forEach(pass)
        // A record that no rule took has failed at the route, behind all of them.
        counters[routeLabel].received = left
        for rule in routeLabel + 1..<labels.count {
            pass(rule)
            if !router.takesAll { left -= counters[rule].changed }
        }
        return counters
    }
}

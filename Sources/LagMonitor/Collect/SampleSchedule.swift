// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

/// When brokers are asked for what: ends every refresh, topics every so often. Pure; times are monotonic.
package struct SampleSchedule: Sendable {
    package enum Action: Sendable, Equatable {
        case pause(Duration)
        /// Ask for ends, and for topics before them.
        case sample(withTopics: Bool)
    }

    private let offsetRefresh: Duration
    private let topicRefresh: Duration
    private var nextSample = Duration.zero
    private var nextTopics = Duration.zero
    private var backoff: Backoff

    package init(offsetRefresh: Duration, topicRefresh: Duration) {
        self.offsetRefresh = max(CollectLimits.refreshShortest, offsetRefresh)
        self.topicRefresh = max(CollectLimits.refreshShortest, topicRefresh)
        let longest = max(CollectLimits.retryFirst, min(CollectLimits.retryLongest, self.offsetRefresh))
        backoff = Backoff(first: CollectLimits.retryFirst, longest: longest)
    }

    package func next(at now: Duration) -> Action {
        now < nextSample ? .pause(nextSample - now) : .sample(withTopics: now >= nextTopics)
    }

    /// A sample that began at `begun` is done. An error of any partition asks for topics before the next one: leaders
    /// may have moved (Burrow 1.9.5 does the same).
    package mutating func sampled(begun: Duration, withTopics: Bool, allAnswered: Bool) {
        backoff.succeeded()
        nextSample = begun + offsetRefresh
        if withTopics { nextTopics = begun + topicRefresh }
        if !allAnswered { nextTopics = nextSample }
    }

    /// No broker answered.
    package mutating func failed(at now: Duration) {
        nextSample = now + backoff.failed()
        nextTopics = nextSample
    }
}

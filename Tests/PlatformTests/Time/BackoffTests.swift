// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Testing

struct BackoffTests {
    @Test func pausesDoubleUpToTheLongestAndStartAnewAfterASuccess() {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(5))
        #expect((0..<4).map { _ in backoff.failed() } == [.seconds(1), .seconds(2), .seconds(4), .seconds(5)])
        #expect(backoff.failures == 4)
        backoff.succeeded()
        #expect(backoff.failures == 0)
        #expect(backoff.failed() == .seconds(1))
    }
}

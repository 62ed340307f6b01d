// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

/// Resumes whoever waits with the first answer that is given; later ones are passed over. Any thread.
final class FirstAnswer<Answer: Sendable>: Sendable {
    private let continuation: Locked<CheckedContinuation<Answer?, Never>?>

    init(_ continuation: CheckedContinuation<Answer?, Never>) {
        self.continuation = Locked(continuation)
    }

    func give(_ answer: Answer?) {
        let waiter = continuation.withLock { waiter in
            defer { waiter = nil }
            return waiter
        }
        waiter?.resume(returning: answer)
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Synchronization

/// What a thread waits with between its rounds: until a time is over, or it is told to stop.
package final class WorkerSignal: Sendable {
    private let mailbox = Mailbox<Bool>()
    private let stopping = Atomic<Bool>(false)
    /// Wakes the thread where it waits in a call of librdkafka instead.
    private let waker = Locked<(@Sendable () -> Void)?>(nil)

    package init() {}

    package var isStopping: Bool { stopping.load(ordering: .acquiring) }

    /// Waits; true: the time is over, false: the thread is to stop.
    package func pause(_ span: Duration) -> Bool {
        if isStopping { return false }
        if span > .zero { _ = mailbox.take(waiting: span) }
        return !isStopping
    }

    /// Ends a wait that is on, or the next one.
    package func wake() {
        mailbox.wake()
    }

    /// Sets what else `stop` has to wake; nil: nothing.
    package func onStop(_ body: (@Sendable () -> Void)?) {
        waker.withLock { $0 = body }
        if isStopping { body?() }
    }

    /// Ends waits, now and for ever. Any thread.
    package func stop() {
        stopping.store(true, ordering: .releasing)
        mailbox.wake()
        let wake = waker.withLock { $0 }
        wake?()
    }
}

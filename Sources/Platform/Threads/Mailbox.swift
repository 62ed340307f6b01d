// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Messages from any thread to one owner, who takes them all at once and in order. Bounded by the sender's credit:
/// each sender counts what it has in flight (docs/LIMITS.md), so the mailbox itself never blocks.
package final class Mailbox<Message: Sendable>: @unchecked Sendable {  // `mutex` guards `messages` and `isWoken`
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var messages: [Message] = []
    private var isWoken = false
    private let onSend: (@Sendable () -> Void)?

    /// - Parameter onSend: called after each message, on the sender's thread; for owners that wait elsewhere.
    package init(onSend: (@Sendable () -> Void)? = nil) {
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
        self.onSend = onSend
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    package func send(_ message: Message) {
        pthread_mutex_lock(mutex)
        messages.append(message)
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
        onSend?()
    }

    /// Whether a message waits.
    package var hasMessages: Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return !messages.isEmpty
    }

    /// Makes a `take` that waits, now or next, return at once.
    package func wake() {
        pthread_mutex_lock(mutex)
        isWoken = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Moves all messages out, oldest first; waits for the first one at most so long.
    package func take(waiting limit: Duration = .zero) -> [Message] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if messages.isEmpty, !isWoken, limit > .zero {
            var until = Self.deadline(after: limit)
            while messages.isEmpty, !isWoken {
                if pthread_cond_timedwait(condition, mutex, &until) != 0 { break }
            }
        }
        isWoken = false
        var taken: [Message] = []
        swap(&taken, &messages)
        return taken
    }

    private static func deadline(after limit: Duration) -> timespec {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let (seconds, attoseconds) = limit.components
        let nanoseconds = now.tv_nsec + Int(attoseconds / 1_000_000_000)
        return timespec(
            tv_sec: now.tv_sec + Int(seconds) + nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
    }
}

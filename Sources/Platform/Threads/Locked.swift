// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A value behind a pthread mutex. `Synchronization.Mutex` is slow under contention on Linux (docs/adr/0002).
package final class Locked<Value>: @unchecked Sendable {  // `mutex` guards `value`; both live as long as this object
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    package init(_ value: sending Value) {
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        self.value = value
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs the body while no other thread does; it must not block or take another lock.
    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}

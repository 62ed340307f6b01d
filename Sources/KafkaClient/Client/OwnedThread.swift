// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A pthread with an owner that waits for its end.
@safe final class OwnedThread: @unchecked Sendable {  // `thread` is set once; only `join` uses it, once
    private let thread: pthread_t

    init?(_ body: @escaping @Sendable () -> Void) {
        let box = unsafe Unmanaged.passRetained(ThreadBody(body))
        var thread = pthread_t()
        if unsafe pthread_create(&thread, nil, runThreadBody, box.toOpaque()) != 0 {
            unsafe box.release()
            return nil
        }
        self.thread = thread
    }

    /// Waits for the body to return; to be called exactly once.
    func join() {
        pthread_join(thread, nil)
    }
}

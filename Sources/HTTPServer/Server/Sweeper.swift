// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A thread that ends slow connections every now and then, until it is told to stop.
struct Sweeper: ~Copyable {
    /// A pipe: the thread sleeps on its reading end and goes when the writing end is closed.
    private let reader: Int32
    private let writer: Int32
    private let thread: pthread_t

    /// What the thread works with; owned by it.
    private final class Work {
        let context: ServerContext
        let wake: Int32
        let pauseMs: Int32

        init(context: ServerContext, wake: Int32, pauseMs: Int32) {
            self.context = context
            self.wake = wake
            self.pauseMs = pauseMs
        }
    }

    /// Nil where the system gives no thread.
    init?(_ context: ServerContext) {
        var pair: [Int32] = [-1, -1]
        guard pipe(&pair) == 0 else { return nil }
        let ends = (pair[0], pair[1])
        _ = fcntl(ends.0, F_SETFD, FD_CLOEXEC)
        _ = fcntl(ends.1, F_SETFD, FD_CLOEXEC)
        let pauseMs = Int32(clamping: max(10, min(1000, context.limits.requestTimeout.wholeMilliseconds / 4)))
        let work = Unmanaged.passRetained(Work(context: context, wake: ends.0, pauseMs: pauseMs))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                // Retained by the creator for this thread.
                let work = Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
                var waiter = pollfd(fd: work.wake, events: Int16(POLLIN), revents: 0)
                while true {
                    let ready = poll(&waiter, 1, work.pauseMs)
                    if ready > 0 || (ready < 0 && errno != EINTR) { return nil }
                    work.context.endSlowConnections()
                }
            }, work.toOpaque())
        guard code == 0 else {
            work.release()
            close(ends.0)
            close(ends.1)
            return nil
        }
        (reader, writer) = ends
        self.thread = thread
    }

    /// Ends the thread and waits for it.
    deinit {
        close(writer)
        pthread_join(thread, nil)
        close(reader)
    }
}

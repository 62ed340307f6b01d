// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Takes termination signals on a thread of its own, so that their handling is ordinary code.
package enum Signals {
    /// Blocks SIGTERM and SIGINT in the calling thread and in all that it starts, and ignores SIGPIPE: a reader that is
    /// gone shows as an error of the write. To be called before any other thread exists, for a thread that does not
    /// block them would be ended by them, and the process with it.
    package static func block() {
        signal(SIGPIPE, SIG_IGN)
        var set = terminating
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Lets the blocked signals end the process as they usually do, for commands that hold nothing.
    package static func endWithSignal() {
        watch { _ in _exit(143) }
    }

    private static var terminating: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        return set
    }

    /// Calls the handler for each of the blocked signals with how many there have been. To be called once.
    package static func watch(_ handler: @escaping @Sendable (_ count: Int) -> Void) {
        Thread.start {
            var set = terminating
            var count = 0
            while true {
                var number: Int32 = 0
                guard sigwait(&set, &number) == 0 else { continue }
                count += 1
                handler(count)
            }
        }
    }
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Takes termination signals on a thread of its own, so that their handling is ordinary code.
package enum Signals {
    /// Blocks SIGTERM and SIGINT in the calling thread and in all that it starts, ignores SIGPIPE (a reader that is
    /// gone shows as an error of the write), and calls the handler for each signal with how many there have been.
    /// To be called once, before other threads exist.
    package static func watch(_ handler: @escaping @Sendable (_ count: Int) -> Void) {
        signal(SIGPIPE, SIG_IGN)
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        let waiting = set
        Thread.start {
            var set = waiting
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

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// Takes termination signals on a thread of its own, so that their handling is ordinary code.
package enum Signals {
    /// The end of the pipe that the handler writes to; negative before `watch`.
    fileprivate static let pipeEnd = Atomic<Int32>(-1)

    /// Calls the handler for each SIGTERM and SIGINT with how many there have been, and ignores SIGPIPE (a reader that
    /// is gone shows as an error of the write). To be called once.
    ///
    /// Blocking the signals would not do: the main thread of a concurrent program waits in libdispatch with all
    /// signals unblocked, whatever its mask was.
    package static func watch(_ handler: @escaping @Sendable (_ count: Int) -> Void) {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        let result = pipe(&ends)
        precondition(result == 0, "cannot make a pipe: error \(errno)")
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        pipeEnd.store(ends[1], ordering: .sequentiallyConsistent)
        var action = sigaction()
        action.__sigaction_handler = .init(sa_handler: noteSignal)
        action.sa_flags = SA_RESTART
        for number in [SIGTERM, SIGINT] { sigaction(number, &action, nil) }
        let source = ends[0]
        Thread.start {
            var count = 0
            var byte: UInt8 = 0
            while true {
                guard read(source, &byte, 1) == 1 else { continue }
                count += 1
                handler(count)
            }
        }
    }
}

/// The handler: a top-level function, so that it inherits no isolation; calls only what a handler may.
private func noteSignal(_ number: Int32) {
    let error = errno
    var byte: UInt8 = 1
    _ = write(Signals.pipeEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
    errno = error
}

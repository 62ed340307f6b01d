// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Glibc

/// A pthread that runs one body and ends; nobody waits for it.
enum DetachedThread {
    /// Starts the thread. Where none can be made (out of memory or of threads) the body runs here.
    static func start(_ body: @escaping @Sendable () -> Void) {
        let box = unsafe Unmanaged.passRetained(ThreadBody(body))
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { unsafe pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let code = unsafe pthread_create(&thread, &attributes, runThreadBody, box.toOpaque())
        if code != 0 {
            unsafe box.release()
            body()
        }
    }
}

/// What a thread runs: retained by the starter, released by the thread.
final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

/// The start routine of threads of this target; takes over its argument.
func runThreadBody(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument = unsafe argument {
        unsafe Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
    }
    return nil
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Plain detached threads, for calls that block.
package enum Thread {
    /// Runs the body on a new thread with the stack that C libraries need.
    package static func start(_ body: @escaping @Sendable () -> Void) {
        // Retained for the thread, which releases it.
        let context = Unmanaged.passRetained(ThreadWork(body)).toOpaque()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, PlatformLimits.threadStackBytes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { pthread_attr_destroy(&attributes) }
        var id = pthread_t()
        let result = pthread_create(&id, &attributes, runWork, context)
        precondition(result == 0, "cannot start a thread: error \(result)")
    }
}

/// Runs a call that blocks on a thread of its own and waits for it without holding a thread of the cooperative pool.
package func onOwnThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        Thread.start { continuation.resume(returning: body()) }
    }
}

private final class ThreadWork: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}

/// The thread's entry: a top-level function, so that it inherits no isolation.
private func runWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue().body()
    return nil
}

// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What a thread does while no job waits for its actor. Called on the executor's thread only.
package protocol Poller: AnyObject, Sendable {
    /// Does what there is to do, else blocks until there is something or until `wake` is called.
    func poll()
    /// Makes a `poll` that blocks, now or next, return at once. Any thread.
    func wake()
}

/// A serial executor on a thread of its own whose idle wait is its actor's `poll`: between two polls it runs the jobs
/// that were sent to the actor, so `await actor.stop()` is an ordinary call and the data path has no `await`
/// (docs/adr/0002).
package final class PollingExecutor: SerialExecutor, @unchecked Sendable {
    // `state` is locked; `thread` and `poller` are written once, before the thread runs.
    private let state = Locked(State())
    private let name: String
    /// Held while a late job runs, one at a time.
    private let late = Locked(())
    private weak var poller: (any Poller)?
    private var thread: pthread_t?

    private struct State {
        var jobs: [UnownedJob] = []
        var isFinished = false
        /// The thread is gone; late jobs get one each.
        var hasEnded = false
    }

    /// - Parameter name: the thread's name in `top -H`, at most 15 bytes.
    package init(name: String) {
        self.name = String(name.prefix(15))
    }

    /// Starts the thread; jobs sent before wait until then. The thread keeps the poller alive until `finish`: what its
    /// owner has forgotten still does what it was told to, and lets go of what it holds.
    package func start(polling poller: any Poller) {
        self.poller = poller
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, PlatformLimits.threadStackBytes)
        defer { pthread_attr_destroy(&attributes) }
        // Retained for the thread, which releases it when its loop ends.
        let context = Unmanaged.passRetained(RunningThread(executor: self, poller: poller)).toOpaque()
        var id = pthread_t()
        let result = pthread_create(&id, &attributes, runLoop, context)
        precondition(result == 0, "cannot start a thread: error \(result)")
        thread = id
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isLate = state.withLock { state in
            if !state.hasEnded { state.jobs.append(job) }
            return state.hasEnded
        }
        if isLate { runLate(job) } else { poller?.wake() }
    }

    /// Runs a job that was sent to the actor after its thread has ended: a question to one that has finished.
    private func runLate(_ job: UnownedJob) {
        Thread.start { [self] in
            late.withLock { _ in job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }

    /// Whether a job waits or the end was asked for. A poll asks after it has emptied its sources without waiting and
    /// before it blocks: a non-blocking librdkafka call swallows a wake-up.
    package var hasJobs: Bool {
        state.withLock { !$0.jobs.isEmpty || $0.isFinished }
    }

    /// Ends the thread after the jobs that wait; `poll` is not called again.
    package func finish() {
        state.withLock { $0.isFinished = true }
        poller?.wake()
    }

    /// Lets `assumeIsolated` succeed in code that runs on the thread outside a job: the poll and its C callbacks.
    package func checkIsolated() {
        guard let thread else { preconditionFailure("the executor has not started") }
        precondition(pthread_equal(thread, pthread_self()) != 0, "not on the actor's thread")
    }

    fileprivate func run() {
        thread = pthread_self()
        nameThread()
        var ready: [UnownedJob] = []
        while true {
            let isFinished = state.withLock { state in
                swap(&ready, &state.jobs)
                state.hasEnded = state.isFinished && ready.isEmpty
                return state.hasEnded
            }
            if isFinished { return }
            for job in ready { job.runSynchronously(on: asUnownedSerialExecutor()) }
            ready.removeAll(keepingCapacity: true)
            if !state.withLock({ $0.isFinished }) { poller?.poll() }
        }
    }
}

extension PollingExecutor {
    /// Names the calling thread for `top -H` and `ps -L`; a machine without /proc just does without.
    private func nameThread() {
        let file = Glibc.open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        _ = name.withCString { Glibc.write(file, $0, strlen($0)) }
        Glibc.close(file)
    }
}

/// The thread's entry: a top-level function, so that it inherits no isolation.
private func runLoop(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<RunningThread>.fromOpaque(context).takeRetainedValue().run()
    return nil
}

/// What a thread keeps alive while it runs.
private final class RunningThread {
    private let executor: PollingExecutor
    private let poller: any Poller

    init(executor: PollingExecutor, poller: any Poller) {
        self.executor = executor
        self.poller = poller
    }

    func run() {
        withExtendedLifetime(poller) { executor.run() }
    }
}
